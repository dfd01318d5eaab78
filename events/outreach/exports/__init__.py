"""Files made of what goes out."""
