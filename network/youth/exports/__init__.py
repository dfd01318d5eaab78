"""What leaves the youth room as a file."""
