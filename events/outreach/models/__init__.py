"""The nouns of who hears of it."""

from events.outreach.models.announcement import Announcement
from events.outreach.models.contact import Contact
from events.outreach.models.kotoba import Kotoba
from events.outreach.models.kotoba_call import KotobaCall
from events.outreach.models.kotoba_committee import CommitteeMember, KotobaScore
from events.outreach.models.source import Source, SourceVisit
from events.outreach.models.subscription import Subscription
from events.outreach.models.talk_request import TalkInquiry, TalkRequest

__all__ = [
    "Announcement",
    "CommitteeMember",
    "Contact",
    "Kotoba",
    "KotobaCall",
    "KotobaScore",
    "Source",
    "SourceVisit",
    "Subscription",
    "TalkInquiry",
    "TalkRequest",
]
