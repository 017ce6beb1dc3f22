"""Remembers: tables, queries, migrations and the outbox."""
