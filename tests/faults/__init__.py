"""The fault suite: everything around the letters breaks, and the letters are counted.

`make faults` runs it whole, `make test` in a short form. It brings its own servers:
PostgreSQL, Redis, a mail sink, workers and beats, each a process on a port of its own.
What a run promises is written in `reckoning.py`; the figures stand in docs/outbox.md.
"""
