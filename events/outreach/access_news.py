"""The only ways to news: a private link, a link that ends them, and staff."""

from datetime import datetime

from django.http import Http404

from events.outreach.audiences import members_of
from events.outreach.choices import ReaderKind
from events.outreach.models import Announcement, Contact, Subscription
from events.outreach.models.subscription import (
    read_confirm_token,
    read_subscription_token,
)
from events.outreach.readers import EndToken, Reader, read_end_token
from events.registration.models import Registration


class LinkCut(Exception):
    """The link was cut off, made up or too old; a kind page says what to do."""


def subscription_by_link(token: str) -> Subscription:
    """The subscription of a private link. Raises LinkCut, for a missing one too."""
    return _by_code(read_subscription_token(token))


def subscription_to_confirm(token: str) -> Subscription:
    """The one that a letter asks about; raises LinkCut a week after the letter."""
    return _by_code(read_confirm_token(token))


def reader_by_link(token: str, *, now: datetime) -> tuple[Reader, int]:
    """Who ends their news, and by which announcement's letter. Raises LinkCut.

    A reader whose address has been erased has none: there is nothing left to end.
    """
    found = read_end_token(token)
    reader = _reader(found, now=now) if found else None
    if found is None or reader is None:
        raise LinkCut
    return reader, found.announcement


def staff_announcement(pk: int) -> Announcement:
    found = (
        Announcement.objects.select_related("batch", "event__venue", "programme")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise Http404
    return found


def staff_contact(pk: int) -> Contact:
    found = Contact.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _by_code(code: str | None) -> Subscription:
    found = Subscription.objects.filter(code=code).first() if code else None
    if found is None:
        raise LinkCut
    return found


def _reader(token: EndToken, *, now: datetime) -> Reader | None:
    if token.kind == ReaderKind.MEMBER:
        audience, _dot, ref = token.ref.partition(".")
        return next(
            (
                Reader(token.kind, token.ref, each.email, each.language, each.name)
                for each in members_of(audience, now)
                if each.ref == ref
            ),
            None,
        )
    model = {
        ReaderKind.SUBSCRIBER: Subscription,
        ReaderKind.PARTICIPANT: Registration,
        ReaderKind.CONTACT: Contact,
    }[token.kind]
    row = model.objects.filter(pk=token.ref).first()
    return Reader(token.kind, token.ref, row.email, row.language) if row else None
