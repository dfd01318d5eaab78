"""What accounts does to several tables at once."""
