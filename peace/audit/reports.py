"""Reading the audit."""

from django.db.models import QuerySet

from peace.audit.models import AuditEntry


def entries_about(about: str) -> QuerySet[AuditEntry]:
    """What happened to one thing ("registration:12"), the latest first."""
    return AuditEntry.objects.filter(about=about).order_by("-at", "-pk")
