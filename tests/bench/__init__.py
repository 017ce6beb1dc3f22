"""Measures the budgets: each beside the least that the same work can cost, in the same run."""
