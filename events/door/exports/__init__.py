"""Files made of who came."""
