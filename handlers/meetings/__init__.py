"""Reacts to what is done with meetings: planned, called, invited to, minuted, closed, issued."""
