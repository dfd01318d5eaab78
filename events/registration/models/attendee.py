"""An attendee (参加者): one person of a party."""

from django.db import models

from events.programme.choices import Residence
from events.registration.choices import AgeBand, Visit
from peace.language.names import fold

SEARCH_LENGTH = 160


class Attendee(models.Model):
    """One person. Number 1 is the applicant, whom letters address.

    `search_name` and `search_kana` are folded copies for searching; the name itself
    is never altered (髙 stays 髙). Birth date, residence and `is_minor` are asked only
    where a rule of the event needs them. `lacks_consent` is what the door asks: a
    minor whose guardian has not said yes; the consent's use cases keep it.
    """

    registration = models.ForeignKey(
        "registration.Registration", models.CASCADE, related_name="attendees"
    )
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    kana = models.CharField(max_length=80, blank=True)
    search_name = models.CharField(max_length=SEARCH_LENGTH)
    search_kana = models.CharField(max_length=SEARCH_LENGTH, blank=True, db_index=True)
    age_band = models.CharField(max_length=20, choices=AgeBand.choices, blank=True)
    visit = models.CharField(max_length=10, choices=Visit.choices, blank=True)

    birth_date = models.DateField(null=True, blank=True)
    residence = models.CharField(max_length=20, choices=Residence.choices, blank=True)
    is_minor = models.BooleanField(null=True, blank=True)
    lacks_consent = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "number"], name="attendee_number_once"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def call(self, *, name: str, kana: str) -> None:
        """Another name or reading, as typed; the search columns follow."""
        self.name, self.kana = name, kana
        self.search_name = self.searchable(name)
        self.search_kana = self.searchable(kana or name)

    @staticmethod
    def searchable(text: str) -> str:
        """TEXT as it is searched. Folding may make it longer (㌖ is six letters)."""
        return fold(text)[:SEARCH_LENGTH]
