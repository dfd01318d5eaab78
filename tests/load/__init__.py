"""`make bench`: what the house does here, beside the limits of the machine."""
