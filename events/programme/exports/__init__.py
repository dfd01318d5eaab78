"""Files made of what is offered."""
