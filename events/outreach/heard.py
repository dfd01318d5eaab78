"""What staff note on the telephone: a poster by its place, or a kind in general.

A kind is stored as `:CITY_PAPER`; no code of a source begins with a colon.
"""

from django.utils.translation import gettext as _

from events.outreach.choices import SourceKind
from events.outreach.models import Source
from events.programme.models import Event

KIND = ":"


def heard_of(event: Event) -> list[tuple[str, list[tuple[str, str]]]]:
    """For a form: the active sources of EVENT, then the kinds. One statement."""
    own = Source.objects.for_event(event).active().exclude(place="")
    sources = [(each.code, each.name) for each in own.order_by("kind", "place", "pk")]
    kinds = [(f"{KIND}{kind.value}", str(kind.label)) for kind in SourceKind]
    groups = [(_("何で知ったか"), kinds)]
    if sources:
        groups.append((_("場所まで分かるとき"), sources))
    return groups


def kind_of(source: str) -> SourceKind | None:
    """The kind that was noted in general; None for a code."""
    word = source.removeprefix(KIND)
    is_kind = source.startswith(KIND) and word in SourceKind.values
    return SourceKind(word) if is_kind else None


def heard_label(source: str) -> str:
    """A word for what is stored; "" where it is no source of ours."""
    kind = kind_of(source)
    if kind:
        return str(kind.label)
    found = Source.objects.filter(code=source).first()
    return found.name if found else ""
