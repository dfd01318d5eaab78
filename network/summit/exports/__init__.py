"""The cities' guests as a file."""
