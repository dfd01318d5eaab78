"""Staff pages about what is sent."""
