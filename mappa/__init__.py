"""Decides: the rules, the statistics and the question language, in plain Python."""
