"""Outbox: what leaves the house, by e-mail, phone or post."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "peace.outbox"
    label = "outbox"
    verbose_name = "発信箱"
