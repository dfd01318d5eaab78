"""Programme: what is offered."""
