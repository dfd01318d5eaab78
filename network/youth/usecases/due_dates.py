"""Until when what is handed in: as the rules in force say."""

from datetime import date

from django.db import transaction

from network.youth.choices import ItemKind
from network.youth.models import ChecklistItem, YouthRules


def due_on(rules: YouthRules | None, kind: ItemKind) -> date | None:
    """The day in Tokyo until which KIND is due; None where RULES name none."""
    text = rules.checklist.get(kind) if rules else None
    return date.fromisoformat(text) if text else None


@transaction.atomic
def follow_due_dates(*, rules: YouthRules) -> int:
    """Give every item of the year the due date that RULES say; how many moved.

    Changes: `due_on` of the items of delegates who go, one UPDATE a kind; what is done
    stays done. Nothing leaves here: the letter about the new rules says what changed.
    """
    items = ChecklistItem.objects.filter(
        delegate__programme=rules.programme_id, delegate__ended_at__isnull=True
    )
    moved = 0
    for kind in ItemKind:
        day = due_on(rules, kind)
        mine = items.filter(kind=kind)
        stays = mine.filter(due_on=day) if day else mine.filter(due_on__isnull=True)
        moved += (
            ChecklistItem.objects.filter(pk__in=mine.values("pk"))
            .exclude(pk__in=stays.values("pk"))
            .update(due_on=day)
        )
    return moved
