"""Pages about the youth programme."""
