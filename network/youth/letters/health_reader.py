"""Tells a member of the city that they may read health data now."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from network.cities.letters import LANGUAGE, secretariat_values
from network.youth.models import HealthReader
from peace.outbox.choices import LetterClass
from peace.outbox.letter import Recipient, render_letter
from peace.outbox.usecases.enqueue import enqueue


def named(*, reader: HealthReader, now: datetime) -> None:
    """With the page, the rules of reading, and no name of any young person."""
    path = reverse("youth:health", args=[reader.programme.year])
    values = {
        "reader_name": reader.user.name,
        "year": str(reader.programme.year),
        "health_url": f"{settings.SITE_URL}{path}",
        **secretariat_values(),
    }
    enqueue(
        key=f"health_reader_named:{reader.pk}",
        kind="health_reader_named",
        letter_class=LetterClass.A,
        recipient=Recipient(name=reader.user.name, email=reader.user.email),
        language=LANGUAGE,
        letter=render_letter("network/health_reader_named", LANGUAGE, values),
        about=reader.about,
        now=now,
    )
