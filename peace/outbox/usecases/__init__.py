"""What can be done with letters; one verb, one file."""
