"""Tests of the programme room: what is offered."""
