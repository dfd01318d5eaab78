"""Pages and the API about who came."""
