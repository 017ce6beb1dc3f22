"""Meetings: how they are planned, who is invited, what is minuted, and when they may be closed."""
