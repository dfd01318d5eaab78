"""Makes a file anew in a process of its own, without Django, keys or a database."""
