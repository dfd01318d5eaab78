"""Outbox: what leaves the house, by e-mail, phone or post."""
