"""Accounts: who is who."""
