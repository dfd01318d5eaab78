"""What only the demo has. Nothing here runs when DEMO is off."""
