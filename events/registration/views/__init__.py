"""Pages about who will come."""
