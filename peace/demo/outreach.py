"""What the demo sends out and asks: sources, news, talks, コトバ, questionnaires."""

from datetime import datetime

from peace.demo.outreach_kotoba import load_kotoba, remove_kotoba
from peace.demo.outreach_news import load_news, remove_news
from peace.demo.outreach_questionnaires import (
    load_questionnaires,
    remove_questionnaires,
)
from peace.demo.outreach_sources import load_sources, remove_sources
from peace.demo.outreach_talks import load_talks, remove_talks


def load_outreach(*, staff: str, now: datetime) -> None:
    """After the events: all of it hangs on them. No letter leaves."""
    load_sources(staff=staff, now=now)
    load_talks(staff=staff, now=now)
    load_kotoba(staff=staff, now=now)
    load_questionnaires(staff=staff, now=now)
    load_news(staff=staff, now=now)


def remove_outreach() -> None:
    """Before the events of the demo are removed."""
    remove_news()
    remove_questionnaires()
    remove_kotoba()
    remove_talks()
    remove_sources()
