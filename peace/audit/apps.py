"""Audit: what happened, append-only."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "peace.audit"
    label = "audit"
    verbose_name = "記録"

    def ready(self) -> None:
        from peace.audit import sign_ins

        sign_ins.listen()
