"""Results: what it brought."""
