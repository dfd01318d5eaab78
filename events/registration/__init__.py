"""Registration: who will come."""
