"""Reminders: what is said, and when."""
