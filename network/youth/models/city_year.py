"""Where a city stands in a year, before and beside its nomination."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from network.cities.models import CityOwned
from network.youth.choices import Recruiting


class CityYear(CityOwned):
    """One member city in one year's programme: how it recruits, and how far it is.

    `takes_applications`: through the portal's public page, in the city's own name;
    otherwise the city runs a process of its own and only submits. `decided_at`: the
    city chose among its applications, once; nobody applies after that.
    """

    programme = models.ForeignKey(
        "youth.YouthProgramme", models.PROTECT, related_name="cities"
    )
    municipality = models.ForeignKey(
        "cities.Municipality", models.PROTECT, related_name="youth_years"
    )
    recruiting = models.CharField(
        max_length=20, choices=Recruiting.choices, default=Recruiting.NOT_STARTED
    )
    takes_applications = models.BooleanField(default=False)
    applications_until = models.DateTimeField(null=True, blank=True)
    # In the city's own words, on its public page.
    introduction = models.TextField(max_length=1000, blank=True, default="")
    # When its coordinators were last reminded by themselves of what is due.
    reminded_at = models.DateTimeField(null=True, blank=True)
    # Whom applicants ask, and under which number: on the page and in every letter.
    contact = models.CharField(max_length=120, blank=True, default="")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta(CityOwned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "municipality"], name="city_year_once"
            ),
            models.CheckConstraint(
                name="city_year_applications_have_an_end",
                condition=Q(takes_applications=False)
                | Q(applications_until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} {self.municipality_id}"

    @property
    def about(self) -> str:
        return f"city_year:{self.pk}"

    def is_open_at(self, now: datetime) -> bool:
        """Can somebody apply through the portal?"""
        until = self.applications_until
        return (
            self.takes_applications
            and self.decided_at is None
            and until is not None
            and now <= until
        )
