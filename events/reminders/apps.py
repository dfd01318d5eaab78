"""Reminders: what is said, and when."""

from django.apps import AppConfig


class RemindersConfig(AppConfig):
    name = "events.reminders"
    label = "reminders"
    verbose_name = "事前案内"
