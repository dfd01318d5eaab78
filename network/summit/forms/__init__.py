"""What the secretariat and a city type about the summit."""
