"""The practice workspace: a local server that speaks Slack's protocol, and a page to act on it."""
