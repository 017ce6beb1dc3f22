"""Whole journeys: the bot as a process against the practice workspace, some in a real browser."""
