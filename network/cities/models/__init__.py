"""The nouns of the network's cities."""

from network.cities.models.municipality import Municipality

__all__ = ["Municipality"]
