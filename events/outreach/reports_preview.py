"""How an announcement looks before it leaves, in each language."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from events.outreach.choices import AnnouncementAudience, ReaderKind
from events.outreach.letters.announcement import announcement_letter
from events.outreach.models import Announcement
from events.outreach.readers import Reader
from peace.outbox.letter import Letter

_READERS = {
    AnnouncementAudience.SUBSCRIBERS: ReaderKind.SUBSCRIBER,
    AnnouncementAudience.PARTICIPANTS: ReaderKind.PARTICIPANT,
}
# Easy Japanese stands beside the Japanese from which it is written.
_ORDER = ("ja", "ja-easy", "en")


@dataclass(frozen=True)
class Preview:
    """The letter in one language, and whether that language has a text of its own."""

    language: str
    letter: Letter
    is_own: bool


def previews_of(announcement: Announcement) -> list[Preview]:
    """As a reader of its audience gets it; the link that ends the news is left open."""
    audience = AnnouncementAudience(announcement.audience)
    kind = _READERS.get(audience, ReaderKind.CONTACT)
    end_url = _("（1人ずつ違うリンクが入ります）")
    return [
        Preview(
            language,
            announcement_letter(
                announcement, Reader(kind, "0", "", language), end_url=end_url
            ),
            language in announcement.languages,
        )
        for language in _ORDER
    ]
