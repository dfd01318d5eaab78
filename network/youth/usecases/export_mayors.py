"""Take the mayors' sheet out, as a file or on paper with names."""

from datetime import datetime

from django.db import transaction

from network.youth.models import YouthProgramme
from peace.audit.usecases import record


@transaction.atomic
def note_mayors_export(
    *,
    programme: YouthProgramme,
    kind: str,
    with_names: bool,
    actor: str,
    now: datetime,
) -> None:
    """Keep who took the sheet of PROGRAMME out, and whether names were on it.

    Changes nothing but the audit trail; nothing leaves. KIND: XLSX, CSV or PAPER.
    """
    record(
        stream="network",
        verb="mayors.exported",
        actor=actor,
        about=programme.about,
        detail={"kind": kind, "names": with_names},
        now=now,
    )
