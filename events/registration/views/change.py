"""Changing a registration: the party on its private page, the office on its own.

Each change is one function that asks a form and one use case; `by_link` and `by_staff`
let people in through their own door.
"""

from collections.abc import Callable, Sequence

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from events.programme.access import staff_event
from events.registration.access import (
    LinkCut,
    registration_by_link,
    staff_registration,
    timeslots_of,
)
from events.registration.forms.amend import ContactChangeForm, NamesForm
from events.registration.forms.change import (
    AddForm,
    HandOverForm,
    MoveForm,
    PeopleForm,
)
from events.registration.forms.refusals import REFUSALS
from events.registration.usecases.add_people import add_people
from events.registration.usecases.amend import amend
from events.registration.usecases.cancel import CancelTooLate, cancel_seats
from events.registration.usecases.changing import TooLate
from events.registration.usecases.hand_over import hand_over
from events.registration.usecases.move import move
from events.registration.views.desk import DONE, SAME, WAITS, Desk
from events.registration.views.public import APPLICANT, link_cut
from peace.accounts.access import staff_required
from peace.errors import rate_limited
from peace.rate_limits import is_over

# Every change is a letter, and a new address may be anybody's.
PER_PARTY = {"limit": 40, "seconds": 3600}
SAFE, FORM = ("GET", "HEAD"), ("GET", "HEAD", "POST")
Change = Callable[[HttpRequest, Desk], HttpResponse]


def by_link(
    change: Change, methods: Sequence[str] = FORM
) -> Callable[..., HttpResponse]:
    """The change for whoever holds the party's private link."""

    @require_http_methods(methods)
    @login_not_required
    @never_cache
    def view(request: HttpRequest, token: str) -> HttpResponse:
        try:
            found = registration_by_link(token)
        except LinkCut:
            return link_cut(request)
        if request.method == "POST" and is_over(f"change:{found.pk}", **PER_PARTY):
            return rate_limited(request, minutes=60)
        return change(request, Desk(found, APPLICANT, False, timezone.now()))

    return view


def by_staff(
    change: Change, methods: Sequence[str] = FORM
) -> Callable[..., HttpResponse]:
    """The same for the office, in its own name."""

    @require_http_methods(methods)
    @staff_required
    def view(request: HttpRequest, slug: str, receipt: str) -> HttpResponse:
        found = staff_registration(staff_event(slug), receipt)
        return change(request, Desk(found, request.user.actor, True, timezone.now()))

    return view


def hub(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What can be changed now, one short form each."""
    return desk.page(request, "change")


def contact(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Phone, address, reminder, access support, note."""
    held = {seat.timeslot_id for seat in desk.sheet.alive}
    form = ContactChangeForm(
        request.POST if request.method == "POST" else None,
        registration=desk.registration,
        timeslots=[s for s in timeslots_of(desk.registration) if s.pk in held],
    )
    if request.method == "POST" and form.is_valid():
        try:
            changed = amend(
                registration=desk.registration,
                amendment=form.amendment(),
                actor=desk.actor,
                now=desk.now,
            )
        except REFUSALS as refusal:
            form.refuse(refusal)
        else:
            return desk.done(request, DONE if changed else SAME)
    return desk.page(request, "change_contact", form=form)


def names(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Spelling and readings of the people who come."""
    data = request.POST if request.method == "POST" else None
    form = NamesForm(data, people=desk.people)
    if data is not None and form.people and form.is_valid():
        try:
            changed = amend(
                registration=desk.registration,
                amendment=form.amendment(),
                actor=desk.actor,
                now=desk.now,
            )
        except REFUSALS as refusal:
            form.refuse(refusal)
        else:
            return desk.done(request, DONE if changed else SAME)
    return desk.page(request, "change_names", form=form)


def add(request: HttpRequest, desk: Desk) -> HttpResponse:
    """One more person, or further timeslots."""
    data = request.POST if request.method == "POST" else None
    event = desk.registration.event
    form = AddForm(data, event=event, timeslots=desk.timeslots)
    if data is not None and desk.can_add and form.is_valid():
        try:
            new = add_people(
                registration=desk.registration,
                people=[form.person()],
                waits_for=form.waits_for,
                actor=desk.actor,
                now=desk.now,
            )
        except REFUSALS as refusal:
            form.refuse(refusal)
        else:
            waits = any(seat.is_waiting for seat in new)
            return desk.done(request, WAITS if waits else DONE if new else SAME)
    return desk.page(request, "add", form=form)


def remove(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Somebody of the party does not come: all their seats that have not begun."""
    data = request.POST if request.method == "POST" else None
    form = PeopleForm(data, people=desk.everybody)
    if data is not None and form.is_valid():
        gone = [
            seat.pk
            for seat in desk.sheet.cancellable
            if seat.attendee.number in form.numbers
        ]
        try:
            cancelled = cancel_seats(
                registration=desk.registration,
                seat_ids=gone,
                actor=desk.actor,
                now=desk.now,
            )
        except CancelTooLate as late:
            form.refuse(TooLate(late.seat.timeslot))
        else:
            return desk.done(request, DONE if cancelled else SAME)
    form.offer(desk.people)
    return desk.page(request, "change_remove", form=form)


def to_another(request: HttpRequest, desk: Desk) -> HttpResponse:
    """To another timeslot, in one step; one form for each that can be left."""
    data = request.POST if request.method == "POST" else None
    forms = _moves(desk, data)
    form = next((each for each in forms if each.is_bound), None)
    if form is not None and form.is_valid():
        try:
            new = move(
                registration=desk.registration,
                source=form.source,
                target=form.target_slot,
                numbers=form.numbers,
                waits=form.waits_there,
                actor=desk.actor,
                now=desk.now,
            )
        except REFUSALS as refusal:
            form.refuse(refusal)
        else:
            waits = any(seat.is_waiting for seat in new)
            return desk.done(request, WAITS if waits else DONE if new else SAME)
    return desk.page(request, "move", forms=forms, form=form)


def _moves(desk: Desk, data: QueryDict | None) -> list[MoveForm]:
    """A form for each timeslot that can be left, and for one that was just left."""
    sources = desk.sources
    for slot in desk.sheet.timeslots:
        if data is not None and data.get("source") == str(slot.pk):
            sources.setdefault(slot, desk.everybody)
    return [
        MoveForm(
            data,
            source=source,
            people=people,
            timeslots=desk.timeslots,
            event=desk.registration.event,
        )
        for source, people in sources.items()
    ]


def to_family(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Somebody else comes in a person's place."""
    data = request.POST if request.method == "POST" else None
    form = HandOverForm(
        data,
        people=desk.people,
        event=desk.registration.event,
        timeslots=timeslots_of(desk.registration),
    )
    if data is not None and form.is_valid():
        try:
            changed = hand_over(
                registration=desk.registration,
                number=form.leaving,
                person=form.person(),
                actor=desk.actor,
                now=desk.now,
            )
        except REFUSALS as refusal:
            form.refuse(refusal)
        else:
            return desk.done(request, DONE if changed else SAME)
    return desk.page(request, "hand_over", form=form)
