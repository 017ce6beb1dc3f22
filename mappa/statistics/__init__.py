"""The annual report: its tables, the checks that run on them, and how they read in words."""
