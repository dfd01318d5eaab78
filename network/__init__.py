"""The 26 cities of the Tama Peace Network, on top of the engine in `events`."""
