"""The annual report: what it is counted from, and the report of a year as a whole."""
