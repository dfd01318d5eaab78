"""The tables of accounts."""

from peace.accounts.models.user import User

__all__ = ["User"]
