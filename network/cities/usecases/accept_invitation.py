"""Say yes to an invitation: a term begins, and at a hand-over another one ends."""

from datetime import date, datetime, time, timedelta

from django.db import IntegrityError, transaction

from network.cities.models import Coordinator, Invitation
from network.cities.models.invitation import hash_invitation_code
from peace.accounts.choices import Role
from peace.accounts.models import User
from peace.audit.usecases import record
from peace.language.dates import TOKYO


class InvitationOver(Exception):
    """The link is unknown, was used or withdrawn, or is older than fourteen days."""


class WrongAccount(Exception):
    """Another address is signed in than the one that was invited."""


class ActsElsewhere(Exception):
    """The person acts for a city already; that term has to end first."""


def open_invitation(*, code: str, now: datetime) -> Invitation:
    """The invitation behind a link. Raises InvitationOver."""
    found = (
        Invitation.objects.filter(code_hash=hash_invitation_code(code))
        .select_related("municipality", "replaces")
        .first()
    )
    if found is None or not found.is_open_at(now):
        raise InvitationOver
    return found


@transaction.atomic
def accept_invitation(*, code: str, user: User, now: datetime) -> Coordinator:
    """USER, who proved that the invited address is theirs, acts for the city from now.

    Changes: the invitation is used up (one conditional UPDATE: two taps make one
    term); a term begins; at a hand-over the predecessor's ends. The account becomes a
    coordinator's, for which a second factor is demanded. An audit entry; nothing
    leaves. Raises InvitationOver, WrongAccount, ActsElsewhere.
    """
    invitation = open_invitation(code=code, now=now)
    if user.email != invitation.email:
        raise WrongAccount
    used = Invitation.objects.filter(
        pk=invitation.pk, accepted_at__isnull=True, withdrawn_at__isnull=True
    ).update(accepted_at=now)
    if not used:
        raise InvitationOver
    if invitation.replaces:
        _end(invitation.replaces, now=now)
    if Coordinator.objects.acting_at(now).filter(user=user).exists():
        raise ActsElsewhere
    term = _begin(invitation, user, now=now)
    if user.role == Role.RESIDENT:
        user.role = Role.COORDINATOR
        user.save(update_fields=["role"])
    record(
        stream="network",
        verb="coordinator.handed_over" if invitation.replaces else "coordinator.began",
        actor=user.actor,
        about=term.about,
        detail={"municipality": invitation.municipality.code},
        now=now,
    )
    return term


@transaction.atomic
def end_coordinator(*, coordinator: Coordinator, actor: str, now: datetime) -> None:
    """End a term: from this moment the person sees nothing of the city any more.

    The same again changes nothing. An audit entry; nothing leaves.
    """
    if _end(coordinator, now=now):
        record(
            stream="network",
            verb="coordinator.ended",
            actor=actor,
            about=coordinator.about,
            detail={"municipality": coordinator.municipality_id},
            now=now,
        )


def _begin(invitation: Invitation, user: User, *, now: datetime) -> Coordinator:
    try:
        with transaction.atomic():
            return Coordinator.objects.create(
                municipality=invitation.municipality,
                user=user,
                level=invitation.level,
                began_at=now,
                ends_at=_midnight_after(invitation.until),
                is_substitute=invitation.until is not None,
                invited_by=invitation.invited_by,
            )
    except IntegrityError as error:  # Two invitations, accepted at the same moment.
        raise ActsElsewhere from error


def _end(coordinator: Coordinator, *, now: datetime) -> bool:
    """One conditional UPDATE; whoever acts for no city is a resident again."""
    terms = Coordinator.objects.acting_at(now)
    ended = terms.filter(pk=coordinator.pk).update(ends_at=now)
    if ended and not terms.filter(user=coordinator.user_id).exists():
        User.objects.filter(pk=coordinator.user_id, role=Role.COORDINATOR).update(
            role=Role.RESIDENT
        )
    return bool(ended)


def _midnight_after(day: date | None) -> datetime | None:
    """The end of DAY in Tokyo, a substitute's last one."""
    if day is None:
        return None
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=TOKYO)
