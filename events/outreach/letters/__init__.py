"""The words that leave the room."""
