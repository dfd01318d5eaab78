"""Outreach: who hears of it, and how they found the way."""
