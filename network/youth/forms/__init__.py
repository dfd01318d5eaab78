"""What people type in the network."""
