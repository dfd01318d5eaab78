"""The only ways to what belongs to a city's young people.

A coordinator reaches their own city's, the secretariat what was sent in, a guardian or
a delegate what hangs on their personal link.
"""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from events.programme.models import Timeslot
from network.cities.models import Municipality
from network.cities.scope import acting_for
from network.youth.choices import NominationStatus, Reader
from network.youth.models import (
    ChecklistFile,
    ChecklistItem,
    CityYear,
    Delegate,
    InterviewSlot,
    Nomination,
    PersonalLink,
    YouthApplication,
    YouthProgramme,
    YouthRules,
)
from network.youth.models.application import read_application_token
from network.youth.models.personal_link import read_link_token
from peace.accounts.access import View

LinkView = Callable[..., HttpResponseBase]
_SESSION = "youth_links"
_READ_FOR = timedelta(hours=2)


def programme_of(year: int) -> YouthProgramme:
    """The programme of a fiscal year."""
    found = YouthProgramme.objects.filter(year=year).first()
    if found is None:
        raise Http404
    return found


def published_rules(year: int, version: str = "") -> YouthRules:
    """The rules in force of a year, for everybody; or VERSION of them, as sent."""
    programme = programme_of(year)
    if not version:
        rules = programme.rules
    elif version.isdecimal() and len(version) < 5:
        rules = programme.versions.published().filter(version=int(version)).first()
    else:
        rules = None
    if rules is None:
        raise Http404
    return rules


def nomination_of_city(municipality: Municipality, pk: int) -> Nomination:
    """A nomination of this city; another city's is not there."""
    return _one(Nomination.objects.of(municipality).filter(pk=pk))


def nomination_for_review(pk: int) -> Nomination:
    """A nomination that was sent in; a draft is the city's alone."""
    return _one(
        Nomination.objects.exclude(status=NominationStatus.DRAFT)
        .exclude(submitted_at__isnull=True)
        .filter(pk=pk)
    )


def _one(nominations: QuerySet[Nomination]) -> Nomination:
    found = nominations.select_related("programme", "municipality", "rules").first()
    if found is None:
        raise Http404
    return found


def delegate_of_city(municipality: Municipality, pk: int) -> Delegate:
    """A delegate of this city; another city's is not there."""
    return _person(Delegate.objects.filter(municipality=municipality, pk=pk))


def delegate_for_secretariat(pk: int) -> Delegate:
    """Any city's delegate, for the secretariat."""
    return _person(Delegate.objects.filter(pk=pk))


def trip_of(year: int) -> YouthProgramme:
    """The programme of a fiscal year whose trip is planned."""
    found = (
        YouthProgramme.objects.filter(year=year, trip__isnull=False)
        .select_related("trip")
        .first()
    )
    if found is None:
        raise Http404
    return found


def stop_of_trip(programme: YouthProgramme, pk: int) -> Timeslot:
    """A timeslot of this year's trip that takes place."""
    found = (
        Timeslot.objects.filter(event=programme.trip_id, cancelled_at=None, pk=pk)
        .select_related("event")
        .first()
    )
    if found is None:
        raise Http404
    return found


def delegate_of_trip(programme: YouthProgramme, pk: str) -> Delegate:
    """An active delegate of this year with a place on the trip; PK as it was sent."""
    if not (pk.isdecimal() and len(pk) < 18):
        raise Http404
    return _person(
        Delegate.objects.filter(programme=programme, pk=int(pk))
        .active()
        .exclude(registration=None)
        .select_related("registration")
    )


def item_of(delegate: Delegate, slug: str) -> ChecklistItem:
    """An item of this delegate's checklist, by how it stands in an address."""
    kind = slug.upper().replace("-", "_")
    found = delegate.checklist.filter(kind=kind).first()
    if found is None or found.slug != slug:
        raise Http404
    found.delegate = delegate
    return found


def file_of(delegate: Delegate, code: uuid.UUID) -> ChecklistFile:
    """A file of this delegate that is still there; others' are not."""
    found = (
        ChecklistFile.objects.kept()
        .filter(item__delegate=delegate, code=code)
        .select_related("item")
        .first()
    )
    if found is None:
        raise Http404
    found.item.delegate = delegate
    return found


def _person(delegates: QuerySet[Delegate]) -> Delegate:
    found = delegates.select_related("nomination", "municipality", "programme").first()
    if found is None:
        raise Http404
    return found


def link_of_token(token: str) -> PersonalLink:
    """The link in force behind a signed address."""
    code = read_link_token(token)
    found = (
        PersonalLink.objects.filter(uuid=code, ended_at__isnull=True)
        .select_related(
            "delegate__nomination", "delegate__municipality", "delegate__programme"
        )
        .first()
    )
    if code is None or found is None:
        raise Http404
    return found


def remember_opened(request: HttpRequest, link: PersonalLink, now: datetime) -> None:
    """The code fitted: this browser may read until it is closed, or two hours long.

    A stranger's session gets a new key, so that one planted before is worth nothing.
    """
    opened = request.session.get(_SESSION, {})
    if not request.user.is_authenticated:
        request.session.cycle_key()
    request.session[_SESSION] = opened | {link.uuid.hex: now.isoformat()}


def forget_opened(request: HttpRequest, link: PersonalLink) -> None:
    """The reader closes it: on this browser, the code is asked for again."""
    opened = request.session.get(_SESSION, {})
    if link.uuid.hex in opened:
        request.session[_SESSION] = {
            code: at for code, at in opened.items() if code != link.uuid.hex
        }


def is_opened(request: HttpRequest, link: PersonalLink, now: datetime) -> bool:
    at = request.session.get(_SESSION, {}).get(link.uuid.hex)
    return at is not None and now - datetime.fromisoformat(at) < _READ_FOR


def for_link(*readers: Reader) -> Callable[[LinkView], View]:
    """Lets in who opened their personal link with its code; READERS, or both.

    The view gets the link, with its delegate; while it runs, no row of another city is
    there. A link that is cut, ended or somebody else's kind: not found. Not opened yet:
    to the page that asks for the code.
    """

    def decorate(view: LinkView) -> View:
        @wraps(view)
        @login_not_required
        def guarded(
            request: HttpRequest, token: str, *args: Any, **kwargs: Any
        ) -> HttpResponseBase:
            link = link_of_token(token)
            if readers and link.reader not in readers:
                raise Http404
            if not is_opened(request, link, timezone.now()):
                return redirect("youth:link", token)
            with acting_for(link.municipality_id):
                response = view(request, link, *args, **kwargs)
            response["Cache-Control"] = "no-store"
            return response

        return guarded

    return decorate


def city_year_for_all(year: int, code: int) -> CityYear:
    """A member city in a year with published rules, for everybody."""
    found = (
        CityYear.objects.filter(programme__year=year, municipality=str(code))
        .select_related("programme", "municipality")
        .first()
    )
    if found is None:
        raise Http404
    return found


def city_year_of_city(municipality: Municipality, year: int) -> CityYear:
    """The year as this city has it."""
    return city_year_for_all(year, int(municipality.pk))


def application_of_city(municipality: Municipality, pk: int) -> YouthApplication:
    """An application to this city; another city's, or an erased one, is not there."""
    found = (
        YouthApplication.objects.readable()
        .filter(municipality=municipality, pk=pk)
        .select_related("programme", "municipality", "slot", "nomination")
        .first()
    )
    if found is None:
        raise Http404
    return found


def slot_of_city(municipality: Municipality, year: int, pk: str | int) -> InterviewSlot:
    """An interview time of this city; PK may come from a form."""
    found = (
        InterviewSlot.objects.filter(
            municipality=municipality, programme__year=year, pk=int(pk)
        ).first()
        if str(pk).isdecimal() and len(str(pk)) < 19
        else None
    )
    if found is None:
        raise Http404
    return found


def for_applicant(view: LinkView) -> View:
    """Lets in whoever holds the signed address of an application.

    The view gets the application; while it runs, no row of another city is there. A
    link that is cut, or whose application was erased: not found.
    """

    @wraps(view)
    @login_not_required
    def guarded(
        request: HttpRequest, token: str, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        code = read_application_token(token)
        found = (
            YouthApplication.objects.readable()
            .filter(idempotency_key=code)
            .select_related("programme", "municipality", "slot")
            .first()
        )
        if code is None or found is None:
            raise Http404
        with acting_for(found.municipality_id):
            response = view(request, found, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response

    return guarded
