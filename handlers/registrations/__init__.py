"""Reacts: who is registered; added, changed, removed, and what Slack says of their accounts."""
