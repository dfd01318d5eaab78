"""What a city replied: who comes, on which of its seats."""

from django.db import models
from django.db.models import F, Q

from events.programme.choices import Support
from network.cities.models import CityOwned
from network.summit.choices import GuestKind
from network.summit.models.summit import Summit


class SummitReply(CityOwned):
    """One city's answer; citizens are a number, counted again on the day."""

    summit = models.ForeignKey(Summit, models.CASCADE, related_name="replies")
    municipality = models.ForeignKey(
        "cities.Municipality", models.PROTECT, related_name="summit_replies"
    )
    comes = models.BooleanField(default=True)
    citizens = models.PositiveSmallIntegerField(default=0)
    citizens_arrived = models.PositiveSmallIntegerField(default=0)
    # What the city needs: parking for a bus, where to change. Read by the secretariat.
    remark = models.TextField(max_length=500, blank=True)
    replied_at = models.DateTimeField()
    replied_by = models.CharField(max_length=80)

    class Meta(CityOwned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["summit", "municipality"], name="summit_reply_once"
            ),
            models.CheckConstraint(
                name="summit_who_stays_away_brings_nobody",
                condition=Q(comes=True) | Q(citizens=0),
            ),
            models.CheckConstraint(
                name="summit_citizens_arrived_of_those_who_come",
                condition=Q(citizens_arrived__lte=F("citizens")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.summit_id} {self.municipality_id}"


class SummitGuest(CityOwned):
    """A named guest of a city. `needs` are kinds of access support (`Support`)."""

    reply = models.ForeignKey(SummitReply, models.CASCADE, related_name="guests")
    kind = models.CharField(max_length=10, choices=GuestKind.choices)
    # The seats of a kind are numbered: the database holds that there are not more.
    place = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    kana = models.CharField(max_length=80, blank=True)
    position = models.CharField(max_length=80, blank=True)
    needs = models.JSONField(default=list, blank=True)
    arrived_at = models.DateTimeField(null=True, blank=True)
    arrived_by = models.CharField(max_length=80, blank=True)

    class Meta(CityOwned.Meta):
        ordering = ["kind", "place"]
        constraints = [
            models.UniqueConstraint(
                fields=["reply", "kind", "place"], name="summit_guest_one_a_seat"
            )
        ]

    def __str__(self) -> str:
        return f"guest {self.pk}"

    @property
    def support(self) -> list[str]:
        """What this person needs, in words."""
        return [str(Support(each).label) for each in self.needs]
