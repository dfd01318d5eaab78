"""The only way to a source: fetch and authorise in one call."""

from django.http import Http404

from events.outreach.codes import read_code
from events.outreach.models import Source


def source_to_follow(typed: str) -> Source | None:
    """What the short link of TYPED leads to; None when it leads nowhere.

    A source that is switched off, and one of a draft, answer like none at all.
    """
    code = read_code(typed)
    if not code:
        return None
    found = Source.objects.with_target().filter(code=code).first()
    return found if found and found.is_open else None


def staff_source(code: str) -> Source:
    """Any source, for the city's own staff, whom the view has let in."""
    found = Source.objects.with_target().filter(code=read_code(code)).first()
    if found is None:
        raise Http404
    return found
