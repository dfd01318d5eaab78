"""What is offered, who will come, who came: everything that has a date and people."""
