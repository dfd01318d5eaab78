"""Tests of the reminders room: what is said before an event."""
