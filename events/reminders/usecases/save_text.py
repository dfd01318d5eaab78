"""The office words a letter in its own way, goes back to the original, or undoes it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from events.reminders.catalogue import Letter
from events.reminders.checking import Problem, problems, tidy
from events.reminders.reports_texts import blocks_in_use, in_use
from peace.audit.usecases import record
from peace.outbox.models import LetterText

STREAM = "library"


class BrokenText(ValueError):
    """It cannot be filled in for everybody, or does not say what the letter is for."""

    def __init__(self, found: Mapping[str, Sequence[Problem]]) -> None:
        super().__init__(sorted(found))
        self.found = found


class ChangedMeanwhile(Exception):
    """Somebody else has saved this text since it was opened."""

    def __init__(self, row: LetterText | None) -> None:
        super().__init__(row and row.pk)
        self.row = row


class NothingToUndo(Exception):
    """There is no text of the office here, or it has been undone."""


@dataclass(frozen=True)
class Draft:
    """A text as it is to be saved, over the version that its writer saw (0: none)."""

    subject: str
    body: str
    version: int = 0


@transaction.atomic
def save_text(
    *,
    letter: Letter,
    scope: str,
    wider: Sequence[str],
    drafts: Mapping[str, Draft],
    actor: str,
    now: datetime,
) -> list[str]:
    """Save what DRAFTS change, by language, for SCOPE; returns those languages.

    WIDER: the scopes behind SCOPE, the nearest first; a draft that says the same as
    what is in use already changes nothing. Changes a LetterText each, by a
    conditional UPDATE or an INSERT that must be the first; the next letter in any
    process has the new words. Locks nothing beforehand; nothing leaves. Raises
    BrokenText or ChangedMeanwhile; then nothing has changed.
    """
    broken: dict[str, list[Problem]] = {}
    changed = []
    for language, draft in drafts.items():
        subject, body = tidy(draft.subject, draft.body)
        current = in_use(letter, language, (scope, *wider))
        if (subject, body) == tidy(current.subject, current.body):
            continue
        blocks = blocks_in_use(language, (scope, *wider))
        found = problems(letter, language, subject, body, blocks)
        if found:
            broken[language] = found
        else:
            _write(
                letter, scope, language, Draft(subject, body, draft.version), actor, now
            )
            changed.append(language)
    if broken:
        raise BrokenText(broken)
    for language in changed:
        _record("letter_text.saved", letter, scope, language, actor, now)
    return changed


@transaction.atomic
def restore_text(*, row: LetterText, version: int, actor: str, now: datetime) -> None:
    """Go back to the wider text or the file; what was written can be brought back.

    Changes ROW, if it is still VERSION. Raises ChangedMeanwhile, NothingToUndo.
    """
    if not row.in_use:
        raise NothingToUndo
    if not row.replace(version=version, by=actor, at=now, in_use=False):
        raise ChangedMeanwhile(row)
    _record_row("letter_text.restored", row, actor, now)


@transaction.atomic
def undo_text(*, row: LetterText, version: int, actor: str, now: datetime) -> None:
    """Bring back what was there before the last save; a second time, that again.

    Changes ROW, if it is still VERSION. Raises ChangedMeanwhile, NothingToUndo.
    """
    if row.before is None:
        raise NothingToUndo
    if not row.replace(version=version, by=actor, at=now, **row.before):
        raise ChangedMeanwhile(row)
    _record_row("letter_text.undone", row, actor, now)


def _write(
    letter: Letter, scope: str, language: str, draft: Draft, actor: str, now: datetime
) -> None:
    values = {"subject": draft.subject, "body": draft.body, "in_use": True}
    place = {"name": letter.name, "scope": scope, "language": language}
    row = LetterText.objects.filter(**place).first()
    if row is None and draft.version == 0:
        if not _write_first(LetterText(**place, **values), actor, now):
            raise ChangedMeanwhile(LetterText.objects.filter(**place).first())
    elif row is None or not row.replace(
        version=draft.version, by=actor, at=now, **values
    ):
        raise ChangedMeanwhile(row)


def _write_first(row: LetterText, actor: str, now: datetime) -> bool:
    """Of two who are the first at once, one writes."""
    row.before = {"subject": "", "body": "", "in_use": False}
    row.edited_by, row.edited_at = actor, now
    LetterText.objects.bulk_create([row], ignore_conflicts=True)
    return LetterText.objects.filter(
        name=row.name,
        scope=row.scope,
        language=row.language,
        body=row.body,
        subject=row.subject,
        edited_by=actor,
        edited_at=now,
    ).exists()


def _record_row(verb: str, row: LetterText, actor: str, now: datetime) -> None:
    _record(verb, Letter(row.name), row.scope, row.language, actor, now)


def _record(
    verb: str, letter: Letter, scope: str, language: str, actor: str, now: datetime
) -> None:
    record(
        stream=STREAM,
        verb=verb,
        actor=actor,
        about=f"letter_text:{letter.name}",
        detail={"scope": scope or "library", "language": language},
        now=now,
    )
