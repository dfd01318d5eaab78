"""Files made of who will come."""
