"""Cities: the members of the Tama Peace Network."""
