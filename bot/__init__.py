"""Starts: settings, the app, the clock, the command line and the practice workspace."""
