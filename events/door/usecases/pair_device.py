"""Pair a phone with an event, and end the pairing."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from events.door.choices import DeviceRole
from events.door.models import PairingCode, ScannerDevice
from events.door.models.device import hash_secret
from events.programme.models import Event
from peace.audit.usecases import record
from peace.language.dates import jst

# A trip: phones go along, and nobody brings a screen to pair them anew.
MOST_DAYS = timedelta(days=3)
CODE_LIFE = timedelta(minutes=10)
# Without I, L, O, U, 0 and 1: it is read from a screen and may be typed.
SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 12


class PairingCodeOver(Exception):
    """The code is unknown, older than ten minutes, or was used before."""


@transaction.atomic
def open_pairing(
    *,
    event: Event,
    actor: str,
    now: datetime,
    role: str = DeviceRole.GATE,
    is_rehearsal: bool = False,
) -> str:
    """A one-time code for EVENT, valid for ten minutes. Only its hash is stored.

    ROLE and IS_REHEARSAL go over to the device that uses it.
    """
    code = "".join(secrets.choice(SIGNS) for _ in range(CODE_LENGTH))
    PairingCode.objects.create(
        event=event,
        code_hash=hash_secret(code),
        created_at=now,
        created_by=actor,
        expires_at=now + CODE_LIFE,
        role=role,
        is_rehearsal=is_rehearsal,
    )
    return code


@transaction.atomic
def pair_device(*, code: str, name: str, now: datetime) -> tuple[ScannerDevice, str]:
    """Use CODE up and make a device; return it with its token, shown only now.

    The code is used by one conditional UPDATE, so two phones that photograph the
    same QR cannot both win. The device ends with the day (JST), on a trip with the last
    of its days in a row. Writes an audit entry. Raises PairingCodeOver.
    """
    code_hash = hash_secret("".join(s for s in code.upper() if s.isalnum()))
    codes = PairingCode.objects.filter(code_hash=code_hash)
    if not codes.filter(used_at__isnull=True, expires_at__gt=now).update(used_at=now):
        raise PairingCodeOver
    pairing = codes.select_related("event").get()
    token = ScannerDevice.new_token()
    device = ScannerDevice.objects.create(
        event_id=pairing.event_id,
        name=name,
        token_hash=hash_secret(token),
        paired_at=now,
        paired_by=pairing.created_by,
        expires_at=_ends(pairing.event, now),
        last_seen_at=now,
        role=pairing.role,
        is_rehearsal=pairing.is_rehearsal,
    )
    record(
        stream=f"event:{pairing.event_id}",
        verb="device.paired",
        actor=pairing.created_by,
        about=device.actor,
        now=now,
    )
    return device, token


@transaction.atomic
def revoke_device(*, device: ScannerDevice, actor: str, now: datetime) -> None:
    """End DEVICE now: its next request gets 401, and it wipes itself."""
    changed = ScannerDevice.objects.filter(
        pk=device.pk, revoked_at__isnull=True
    ).update(revoked_at=now)
    if changed:
        record(
            stream=f"event:{device.event_id}",
            verb="device.revoked",
            actor=actor,
            about=device.actor,
            now=now,
        )


def _ends(event: Event, now: datetime) -> datetime:
    """On the way there is no second screen to pair a phone again: it lasts as long as
    the days of a roll-call follow each other, at most four."""
    ends = end_of_day(now)
    if not event.has_roll_call:
        return ends
    days = {
        jst(at).date() for at in event.timeslots.values_list("starts_at", flat=True)
    }
    last = now + MOST_DAYS
    while jst(ends).date() in days and ends < last:
        ends += timedelta(days=1)
    return ends


def end_of_day(now: datetime) -> datetime:
    """Midnight in Tokyo, after a late evening the midnight of the next day."""
    local = jst(now)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    days = 2 if local.hour >= 22 else 1
    return midnight + timedelta(days=days)
