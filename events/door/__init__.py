"""Door: who came."""
