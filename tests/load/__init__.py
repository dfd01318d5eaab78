"""`make bench`: what the house does on this machine, beside the limits of the machine."""
