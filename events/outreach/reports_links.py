"""QRコードの点検: what an anonymous visitor finds behind every code that hangs.

A page is not fetched from ourselves; it is asked the way a request would ask it: the
address is resolved, its view must be open to everybody, and the object is fetched by
the same function as for a visitor (`programme.access`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404
from django.urls import NoReverseMatch, Resolver404, resolve, reverse

from events.outreach.link_state import LinkState
from events.outreach.models import Source
from events.programme.access import public_event, public_programme


@dataclass(frozen=True)
class LinkCheck:
    """A source and what stands behind it now."""

    source: Source
    state: LinkState


def link_checks(
    sources: Iterable[Source] | None = None, *, now: datetime
) -> list[LinkCheck]:
    """SOURCES (else all active ones), those that need a hand first.

    Statements: one for the sources and one for each event or programme behind them.
    """
    if sources is None:
        sources = Source.objects.active().with_target()
    known: dict[tuple[int | None, int | None], bool] = {}
    found = []
    for source in sources:
        target = (source.event_id, source.programme_id)
        state = source.state_at(now)
        if not state.is_dead and state != LinkState.OFF:
            if target not in known:
                known[target] = _opens(source)
            state = state if known[target] else LinkState.BROKEN
        found.append(LinkCheck(source, state))
    return sorted(
        found, key=lambda each: list(LinkState).index(each.state), reverse=True
    )


def check_link(source: Source, *, now: datetime) -> LinkCheck:
    """The same for one source, when its poster is made."""
    return link_checks([source], now=now)[0]


def _opens(source: Source) -> bool:
    """Whether both steps, the short link and its page, answer a visitor."""
    try:
        steps = [resolve(source.path), resolve(target_path(source))]
        if source.event:
            public_event(source.event.slug)
        elif source.programme:
            public_programme(source.programme.slug)
    except (NoReverseMatch, Resolver404, Http404):
        return False
    return all(not getattr(each.func, "login_required", True) for each in steps)


def target_path(source: Source) -> str:
    """Where the short link leads, in the language in force."""
    if source.event:
        return reverse("programme:event", args=[source.event.slug])
    if source.programme:
        return reverse("programme:programme", args=[source.programme.slug])
    return reverse("home")
