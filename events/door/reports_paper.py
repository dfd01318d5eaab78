"""What the paper says beside what the phones say, before it is written."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet

from events.door.models import PaperEntry
from events.door.tally import heads_written
from events.door.usecases.enter_paper import may_undo
from events.programme.models import Event, Timeslot
from events.registration.models import WalkIn
from events.registration.reception import KanaRow, ListedPerson, reception_lists


@dataclass(frozen=True)
class PaperSheet:
    """The printed list of one timeslot with what is typed in so far."""

    timeslot: Timeslot  # with seats
    rows: list[KanaRow]
    ticked: Collection[int]
    at: datetime
    heads: Mapping[str, int]
    heads_before: Counter[str]
    walk_ins: int  # all that are counted now
    can_undo: list[PaperEntry] = field(default_factory=list)

    @property
    def people(self) -> list[ListedPerson]:
        return [person for row in self.rows for person in row.people]

    @property
    def on_paper(self) -> list[ListedPerson]:
        return [person for person in self.people if person.seat_id in self.ticked]

    @property
    def already_in(self) -> list[ListedPerson]:
        """Ticked, and in before: they stay as they are."""
        return [person for person in self.on_paper if person.is_admitted]

    @property
    def coming_in(self) -> list[ListedPerson]:
        """Ticked, and in by this paper."""
        return [person for person in self.on_paper if not person.is_admitted]

    @property
    def only_read(self) -> list[ListedPerson]:
        """In by a phone, and not ticked."""
        return [
            person
            for person in self.people
            if person.is_admitted and person.seat_id not in self.ticked
        ]

    @property
    def lacking_consent(self) -> list[ListedPerson]:
        return [person for person in self.coming_in if person.lacks_consent]

    @property
    def in_now(self) -> int:
        return sum(person.is_admitted for person in self.people)

    @property
    def in_after(self) -> int:
        return self.in_now + len(self.coming_in)

    @property
    def heads_on_paper(self) -> int:
        return sum(self.heads.values())

    @property
    def heads_known(self) -> int:
        """Of the tally: typed in before."""
        return self.heads_on_paper - self.heads_added

    @property
    def heads_added(self) -> int:
        return sum(
            max(0, count - self.heads_before[key]) for key, count in self.heads.items()
        )

    @property
    def heads_fewer(self) -> bool:
        """The tally says fewer than an earlier paper: that one has to be undone."""
        return any(
            self.heads.get(key, 0) < count for key, count in self.heads_before.items()
        )

    @property
    def walk_ins_after(self) -> int:
        return self.walk_ins + self.heads_added

    @property
    def over(self) -> int:
        """Walk-ins for whom no seat is left; they are counted all the same."""
        capacity = self.timeslot.capacity
        free = capacity - self.timeslot.taken
        return max(0, self.heads_added - max(0, free)) if capacity else 0

    @property
    def changes_nothing(self) -> bool:
        return not self.coming_in and not self.heads_added


def paper_sheet(
    event: Event, timeslot: Timeslot, *, actor: str, now: datetime
) -> PaperSheet:
    """The sheet as ACTOR left it: the draft, or what was written and taken back."""
    mine = PaperEntry.objects.filter(timeslot=timeslot, actor=actor)
    draft = mine.drafts().first() or _taken_back(mine)
    before = heads_written(timeslot.pk)
    (listed,) = [
        each for each in reception_lists(event) if each.timeslot.pk == timeslot.pk
    ]
    recent = PaperEntry.objects.counted().filter(timeslot=timeslot)
    return PaperSheet(
        timeslot=timeslot,
        rows=listed.rows,
        ticked=frozenset(draft.seats) if draft else frozenset(),
        at=draft.at if draft else timeslot.starts_at,
        heads=draft.heads if draft else dict(before),
        heads_before=before,
        walk_ins=WalkIn.objects.counted().filter(timeslot=timeslot).count(),
        can_undo=[
            entry
            for entry in recent.order_by("-written_at")
            if may_undo(entry, now=now)
        ],
    )


def _taken_back(entries: QuerySet[PaperEntry]) -> PaperEntry | None:
    """The entry written last, where it was taken back: to be put right."""
    newest = entries.order_by("-saved_at").first()
    return newest if newest and newest.undone_at else None
