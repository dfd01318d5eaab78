"""Audit: what happened, append-only."""
