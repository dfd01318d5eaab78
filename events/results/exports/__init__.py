"""Files made of results."""
