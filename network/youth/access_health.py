"""The only way to health data: one of the two people named for the year."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase

from network.youth.access import programme_of
from network.youth.models import Delegate, HealthReader
from peace.accounts.access import View, role_required
from peace.accounts.choices import Role

ReaderView = Callable[..., HttpResponseBase]


def for_health_readers(view: ReaderView) -> View:
    """Lets in the two who were named for this year, whatever else they are.

    The view gets the reader, with the year. Everybody else, the secretariat too, gets
    PermissionDenied (403), also for a year that does not exist.
    """

    @wraps(view)
    def guarded(
        request: HttpRequest, year: int, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        mine = HealthReader.objects.reading().filter(user=request.user)
        reader = (
            mine.filter(programme__year=year)
            .select_related("programme", "user")
            .first()
        )
        if reader is not None:
            return view(request, reader, *args, **kwargs)
        if mine.exists():
            programme_of(year)
        raise PermissionDenied

    return role_required(Role.STAFF, Role.SECRETARIAT)(guarded)


def delegate_of_reader(reader: HealthReader, pk: int) -> Delegate:
    """A delegate who goes in the reader's year."""
    found = (
        Delegate.objects.active()
        .filter(programme=reader.programme, pk=pk)
        .with_person()
        .first()
    )
    if found is None:
        raise Http404
    return found
