"""Who tells where: nobody is in two places at once."""

from collections.abc import Collection

from django.db.models import Q

from events.programme.choices import EventStatus
from events.programme.models import Storyteller, Telling, Timeslot


class StorytellerBusy(Exception):
    """The storyteller tells somewhere else at that time."""

    def __init__(self, storyteller: Storyteller, elsewhere: Timeslot) -> None:
        super().__init__(storyteller.pk, elsewhere.pk)
        self.storyteller = storyteller
        self.elsewhere = elsewhere


def refuse_double_booking(timeslots: Collection[Timeslot]) -> None:
    """Raise StorytellerBusy when somebody of TIMESLOTS tells elsewhere meanwhile.

    Called inside the transaction that wrote times or tellings. Locks the storytellers
    concerned, so that two events cannot book one person at the same moment.
    """
    tellings = list(
        Telling.objects.filter(timeslot__in=timeslots).order_by("storyteller_id")
    )
    people = {
        each.pk: each
        for each in Storyteller.objects.select_for_update()
        .filter(pk__in=[telling.storyteller_id for telling in tellings])
        .order_by("pk")
    }
    at = {slot.pk: slot for slot in timeslots}
    for telling in tellings:
        slot = at[telling.timeslot_id]
        clash = (
            Telling.objects.filter(storyteller_id=telling.storyteller_id)
            .filter(
                Q(timeslot__starts_at__lt=slot.ends_at),
                Q(timeslot__ends_at__gt=slot.starts_at),
            )
            .exclude(timeslot=slot)
            .filter(timeslot__cancelled_at=None)
            .exclude(timeslot__event__status=EventStatus.CANCELLED)
            .select_related("timeslot__event")
            .first()
        )
        if clash:
            raise StorytellerBusy(people[telling.storyteller_id], clash.timeslot)
