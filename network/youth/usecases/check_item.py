"""The secretariat looks at what was handed in: a problem, or done."""

from datetime import datetime

from django.db import transaction

from network.youth.choices import ItemStatus
from network.youth.letters import documents as letters
from network.youth.models import ChecklistItem
from network.youth.usecases.hand_in import locked_item, note, settle


class SentenceMissing(Exception):
    """A problem says in one sentence what has to be mended."""


@transaction.atomic
def find_problem(
    *, item: ChecklistItem, sentence: str, actor: str, now: datetime
) -> ChecklistItem:
    """Tell the city in SENTENCE what has to be mended; its files stay.

    Changes: status and sentence. Locks the item. A letter leaves to the coordinators
    of the city; the same sentence again is none. An audit entry without the sentence.
    Raises SentenceMissing, ItemClosed.
    """
    text = sentence.strip()
    if not text:
        raise SentenceMissing
    locked = locked_item(item)
    if (locked.status, locked.problem) == (ItemStatus.PROBLEM, text):
        return locked
    locked.problem = text
    settle(locked, ItemStatus.PROBLEM, actor=actor, now=now)
    note(locked, "problem_found", actor=actor, now=now)
    letters.problem_found(item=locked, now=now)
    return locked


@transaction.atomic
def find_in_order(*, item: ChecklistItem, actor: str, now: datetime) -> ChecklistItem:
    """It is done, and no problem is left: also what came on paper to the secretariat.

    Changes: status and sentence; the day on which it was handed in stays. Locks the
    item. An audit entry; nothing leaves. Raises ItemClosed.
    """
    locked = locked_item(item)
    locked.problem = ""
    settle(locked, ItemStatus.DONE, actor=actor, now=now, on=locked.done_on)
    note(locked, "in_order", actor=actor, now=now)
    return locked
