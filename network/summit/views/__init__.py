"""Pages of the summit."""
