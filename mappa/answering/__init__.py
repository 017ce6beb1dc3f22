"""Answers: figures with the words that say what was counted, when, and what is not shown."""
