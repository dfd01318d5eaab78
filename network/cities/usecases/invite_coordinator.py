"""Ask somebody to act for a city: a newcomer, a successor, or a substitute."""

from datetime import date, datetime, timedelta

from django.db import transaction

from network.cities import letters
from network.cities.choices import CoordinatorLevel
from network.cities.models import Coordinator, Invitation, Municipality
from network.cities.models.invitation import (
    hash_invitation_code,
    new_invitation_code,
)
from peace.audit.usecases import record
from peace.language.email_address import normalise_email

INVITATION_LIFE = timedelta(days=14)


class NotAMember(Exception):
    """Only the 26 member cities have coordinators."""


class NotTheirs(Exception):
    """Who is to be replaced does not act for this city."""


@transaction.atomic
def invite_coordinator(
    *,
    municipality: Municipality,
    email: str,
    name: str,
    level: CoordinatorLevel,
    actor: str,
    now: datetime,
    replaces: Coordinator | None = None,
    until: date | None = None,
) -> str:
    """Invite the person at EMAIL to act for MUNICIPALITY; the code of the link.

    REPLACES makes it a hand-over, UNTIL (a day in Tokyo) a substitute's. An open
    invitation of the same address to the same city is withdrawn: only the newest link
    works. Changes: one invitation. A letter leaves to EMAIL; an audit entry. Raises
    NotAMember, NotTheirs.
    """
    if not municipality.is_member:
        raise NotAMember
    if replaces and replaces.municipality_id != municipality.pk:
        raise NotTheirs
    address = normalise_email(email)
    Invitation.objects.filter(
        municipality=municipality,
        email=address,
        accepted_at__isnull=True,
        withdrawn_at__isnull=True,
    ).update(withdrawn_at=now)
    code = new_invitation_code()
    invitation = Invitation.objects.create(
        municipality=municipality,
        email=address,
        name=name,
        level=level,
        replaces=replaces,
        until=until,
        code_hash=hash_invitation_code(code),
        invited_by=actor,
        created_at=now,
        expires_at=now + INVITATION_LIFE,
    )
    letters.invitation(invitation=invitation, code=code, now=now)
    record(
        stream="network",
        verb="coordinator.invited",
        actor=actor,
        about=invitation.about,
        detail={"municipality": municipality.code, "level": str(level)},
        now=now,
    )
    return code


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, actor: str, now: datetime) -> bool:
    """Take back an invitation: its link works no more. False when it was over already.

    Changes: the invitation, by one conditional UPDATE, so that of a withdrawal and an
    acceptance at the same moment one counts. An audit entry; nothing leaves.
    """
    taken = Invitation.objects.filter(
        pk=invitation.pk, accepted_at=None, withdrawn_at=None
    ).update(withdrawn_at=now)
    if taken:
        record(
            stream="network",
            verb="coordinator.uninvited",
            actor=actor,
            about=invitation.about,
            detail={"municipality": invitation.municipality_id},
            now=now,
        )
    return bool(taken)
