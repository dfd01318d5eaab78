"""A city hands something in for its delegate: files, or a tick with the day."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from network.youth import store
from network.youth.choices import ConsentKind, ItemKind, ItemStatus
from network.youth.models import ChecklistFile, ChecklistItem
from network.youth.reports_answers import is_signed
from network.youth.uploads import CleanFile
from peace.audit.usecases import record
from peace.language.dates import jst

# Of one item: a consent on paper has two pages, a form with enclosures four.
MOST_FILES = 5
_CONSENTS = {
    ItemKind.GUARDIAN_CONSENT: ConsentKind.TRIP,
    ItemKind.MEDIA_CONSENT: ConsentKind.MEDIA,
}


class ItemClosed(Exception):
    """The delegate does not go any more, or the item is handed in another way."""


class TooManyFiles(Exception):
    """The item would have more than MOST_FILES."""


@dataclass(frozen=True)
class SentFile:
    """A file made anew, how its sender called it, and the code of this sending."""

    clean: CleanFile
    sent_as: str
    code: uuid.UUID


def hand_in(
    *, item: ChecklistItem, files: Sequence[SentFile], actor: str, now: datetime
) -> list[ChecklistFile]:
    """Keep FILES for ITEM, all or none; the item is done then.

    Changes: files in the private store, one row each, the item's status; a problem
    that was open is mended, its sentence stays until the secretariat has looked.
    Locks the item. The same code again makes no second file: the database judges. An
    audit entry; nothing leaves. Raises ItemClosed, TooManyFiles; then nothing is kept
    in the store either.
    """
    stored = [store.put(each.clean.content, suffix=each.clean.suffix) for each in files]
    used: set[str] = set()
    try:
        with transaction.atomic():
            made = _keep(item, files, stored, actor=actor, now=now)
        used = {each.stored_as for each in made}
    finally:
        for name in set(stored) - used:
            store.remove(name)
    return made


def _keep(
    item: ChecklistItem,
    files: Sequence[SentFile],
    stored: Sequence[str],
    *,
    actor: str,
    now: datetime,
) -> list[ChecklistFile]:
    locked = locked_item(item)
    if not locked.takes_files:
        raise ItemClosed
    rows = (
        _row(locked, each, name, actor=actor, now=now)
        for each, name in zip(files, stored, strict=True)
    )
    made = [row for row in rows if row]
    if locked.files.kept().count() > MOST_FILES:
        raise TooManyFiles
    if made:
        settle(locked, ItemStatus.DONE, actor=actor, now=now)
        note(locked, "files_added", actor=actor, now=now, files=len(made))
    return made


def _row(
    item: ChecklistItem, sent: SentFile, stored_as: str, *, actor: str, now: datetime
) -> ChecklistFile | None:
    """None when this sending has its file already."""
    try:
        with transaction.atomic():
            return ChecklistFile.objects.create(
                item=item,
                municipality_id=item.municipality_id,
                code=sent.code,
                kind=sent.clean.kind,
                stored_as=stored_as,
                sent_as=sent.sent_as,
                size=len(sent.clean.content),
                pages=sent.clean.pages,
                sent_by=actor,
                sent_at=now,
            )
    except IntegrityError:
        return None


@transaction.atomic
def remove_file(*, file: ChecklistFile, actor: str, now: datetime) -> None:
    """Take FILE out of the store. Its row stays, without the file; once is enough.

    Changes: the row; the item is missing again when that was all there was. Locks the
    item. The file itself goes after the commit. An audit entry. Raises ItemClosed.
    """
    locked = locked_item(file.item)
    gone = locked.files.kept().filter(pk=file.pk).update(removed_at=now)
    if not gone:
        return
    transaction.on_commit(lambda: store.remove(file.stored_as))
    if not locked.files.kept().exists() and not _is_known_otherwise(locked):
        settle(locked, ItemStatus.MISSING, actor=actor, now=now)
    note(locked, "file_removed", actor=actor, now=now)


def replace_file(
    *, file: ChecklistFile, by: SentFile, actor: str, now: datetime
) -> None:
    """Keep BY instead of FILE, in one transaction. As `hand_in` and `remove_file`."""
    stored = store.put(by.clean.content, suffix=by.clean.suffix)
    made: list[ChecklistFile] = []
    try:
        with transaction.atomic():
            remove_file(file=file, actor=actor, now=now)
            made = _keep(file.item, [by], [stored], actor=actor, now=now)
    finally:
        if not made:
            store.remove(stored)


@transaction.atomic
def tick(*, item: ChecklistItem, on: date, actor: str, now: datetime) -> None:
    """Note that it was handed in ON a day in Tokyo, such as the fee.

    Changes: the item. Locks it. An audit entry. Raises ItemClosed.
    """
    locked = locked_item(item)
    if not locked.is_ticked:
        raise ItemClosed
    settle(locked, ItemStatus.DONE, actor=actor, now=now, on=on)
    note(locked, "ticked", actor=actor, now=now)


@transaction.atomic
def untick(*, item: ChecklistItem, actor: str, now: datetime) -> None:
    """Take the tick back. As `tick`."""
    locked = locked_item(item)
    if not locked.is_ticked:
        raise ItemClosed
    settle(locked, ItemStatus.MISSING, actor=actor, now=now)
    note(locked, "unticked", actor=actor, now=now)


def locked_item(item: ChecklistItem) -> ChecklistItem:
    """The item as it is now, held until the transaction ends. Raises ItemClosed."""
    locked = (
        ChecklistItem.objects.select_for_update(of=("self",))
        .select_related("delegate__nomination", "municipality")
        .get(pk=item.pk)
    )
    if not locked.delegate.is_active:
        raise ItemClosed
    return locked


def settle(
    item: ChecklistItem,
    status: ItemStatus,
    *,
    actor: str,
    now: datetime,
    on: date | None = None,
) -> None:
    """Write how ITEM, which the caller holds, stands from now on."""
    item.status = status
    item.done_on = (on or jst(now).date()) if status == ItemStatus.DONE else None
    item.changed_by, item.changed_at = actor, now
    item.save()


def note(
    item: ChecklistItem, verb: str, *, actor: str, now: datetime, **detail: int
) -> None:
    """An audit entry about ITEM."""
    record(
        stream="network",
        verb=f"item.{verb}",
        actor=actor,
        about=item.about,
        detail={"municipality": item.municipality_id, "kind": item.kind, **detail},
        now=now,
    )


def _is_known_otherwise(item: ChecklistItem) -> bool:
    """All have signed on the screen, or it stands in the nomination: a file is more."""
    consent = _CONSENTS.get(ItemKind(item.kind))
    if consent:
        return is_signed(item.delegate, consent)
    if item.kind == ItemKind.MOTIVATION:
        return bool(item.delegate.nomination.motivation.strip())
    return False
