"""Pages about the cities of the network."""
