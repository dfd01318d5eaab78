"""The tally of the printed list: who came without registering, by age and visit."""

from collections import Counter

from events.door.models import PaperEntry
from events.registration.choices import AgeBand, Visit
from events.registration.models import WalkIn

# In the order of the paper; "" is who was not asked.
BANDS = ("", *AgeBand.values)
VISITS = (*Visit.values, "")


def keys() -> list[str]:
    """Every box of the tally, row by row."""
    return [f"{band}|{visit}" for band in BANDS for visit in VISITS]


def heads_written(timeslot_id: int) -> Counter[str]:
    """What the papers typed in so far have counted, and nobody has taken back."""
    entries = PaperEntry.objects.counted().filter(timeslot=timeslot_id)
    made = [each for ids in entries.values_list("walk_ins", flat=True) for each in ids]
    counted = WalkIn.objects.counted().filter(pk__in=made)
    return Counter(
        f"{band}|{visit}" for band, visit in counted.values_list("age_band", "visit")
    )
