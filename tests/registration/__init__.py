"""Tests of the registration room: who will come."""
