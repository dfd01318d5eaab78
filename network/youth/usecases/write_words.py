"""The secretariat writes what the young people of a year read."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from network.youth.models import YouthProgramme
from peace.audit.usecases import record


@transaction.atomic
def write_words(
    *,
    programme: YouthProgramme,
    packing: Mapping[str, str],
    actor: str,
    now: datetime,
) -> None:
    """Replace the packing list of PROGRAMME; the readers see it at once.

    Changes: the texts, by language. An audit entry; nothing leaves.
    """
    programme.packing = dict(packing)
    programme.save(update_fields=["packing"])
    record(
        stream="network",
        verb="youth.words_written",
        actor=actor,
        about=programme.about,
        now=now,
    )
