"""Two answers for machines: is the process alive, and may it get visitors."""

import functools

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while the process answers; a proxy or Docker restarts it otherwise."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 if the database answers and knows every migration of this code, else 503."""
    try:
        missing = missing_migrations()
    except DatabaseError:
        return _not_ready("database")
    return (
        _not_ready("migrations")
        if missing
        else HttpResponse("ok\n", content_type="text/plain")
    )


def missing_migrations() -> list[str]:
    """The newest migrations of this code that the database has not seen.

    One query. Raises `DatabaseError` when the database does not answer.
    """
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in _newest() - set(applied))


@functools.cache
def _newest() -> frozenset[tuple[str, str]]:
    """Read from disk once: the files do not change under a running process."""
    loader = MigrationLoader(None)
    return frozenset(loader.graph.leaf_nodes())


def _not_ready(what: str) -> HttpResponse:
    return HttpResponse(f"{what}\n", status=503, content_type="text/plain")
