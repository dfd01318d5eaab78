"""The only ways to a city: the term of a coordinator, or the secretariat.

Whatever belongs to a city is fetched from the city that this room hands out. An object
of another city is then not found, like one that does not exist.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone

from network.cities.choices import CoordinatorLevel
from network.cities.models import (
    Coordinator,
    Invitation,
    Municipality,
    Notice,
    NoticeReceipt,
    OfficeTerm,
)
from network.cities.scope import acting_for
from peace.accounts.access import View, role_required
from peace.accounts.choices import Role

CityView = Callable[..., HttpResponseBase]


def for_coordinators(
    level: CoordinatorLevel = CoordinatorLevel.VIEWER,
) -> Callable[[CityView], View]:
    """Lets in whoever acts for a city now, with at least LEVEL.

    The view gets the term, and with it the one city that this person sees; while it
    runs, no row of another city is there (`scope`). Nobody signed in → sign-in page;
    anybody else → PermissionDenied (403).
    """

    def decorate(view: CityView) -> View:
        @wraps(view)
        def guarded(
            request: HttpRequest, *args: Any, **kwargs: Any
        ) -> HttpResponseBase:
            term = (
                Coordinator.objects.acting_at(timezone.now())
                .filter(user=request.user)
                .select_related("municipality")
                .first()
            )
            if term is None or not term.may(level):
                raise PermissionDenied
            with acting_for(term.municipality_id):
                return view(request, term, *args, **kwargs)

        return role_required(Role.COORDINATOR)(guarded)

    return decorate


def term_of_city(city: Municipality, pk: int) -> Coordinator:
    """A term of this city; another city's is not there."""
    found = Coordinator.objects.filter(municipality=city, pk=pk).first()
    if found is None:
        raise Http404
    return found


def invitation_of_city(city: Municipality, pk: int) -> Invitation:
    """An invitation to act for this city; another city's is not there."""
    found = Invitation.objects.filter(municipality=city, pk=pk).first()
    if found is None:
        raise Http404
    return found


def member_city(code: str) -> Municipality:
    """One of the 26, for the secretariat."""
    found = Municipality.objects.members().filter(code=code).first()
    if found is None:
        raise Http404
    return found


def receipt_of_city(city: Municipality, notice: int) -> NoticeReceipt:
    """A notice as this city has it. Not sent to it, or not let out yet: not there."""
    found = (
        NoticeReceipt.objects.sent()
        .filter(municipality=city, notice=notice)
        .select_related("notice__batch")
        .first()
    )
    if found is None:
        raise Http404
    return found


def notice_for_secretariat(pk: int) -> Notice:
    """Any notice, in whatever state."""
    found = Notice.objects.filter(pk=pk).select_related("batch").first()
    if found is None:
        raise Http404
    return found


def office_term(pk: int) -> OfficeTerm:
    """A term of office, for the secretariat."""
    found = OfficeTerm.objects.filter(pk=pk).select_related("municipality").first()
    if found is None:
        raise Http404
    return found


def secretariat_required(view: View) -> View:
    """Lets in the secretariat, which sees all 26 cities."""
    return role_required(Role.SECRETARIAT)(view)
