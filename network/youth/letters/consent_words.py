"""The words that are consented to, filled in for one delegate.

Each text has a version in its name. A changed word is a new version and a new file;
the words that somebody signed stay with their consent. Drafts until the city's legal
section has agreed.
"""

import hashlib
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.template.loader import get_template
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from network.youth.choices import ConsentKind, Reader
from network.youth.models import Delegate, YouthProgramme, YouthRules
from peace.language.dates import date_long
from peace.language.localised import Localised
from peace.outbox.letter import render_letter

# In templates/letters/texts/.
VERSIONS = {
    (ConsentKind.TRIP, Reader.GUARDIAN): "guardian-youth-1",
    (ConsentKind.TRIP, Reader.DELEGATE): "delegate-youth-1",
    (ConsentKind.MEDIA, Reader.GUARDIAN): "guardian-media-1",
    (ConsentKind.MEDIA, Reader.DELEGATE): "delegate-media-1",
}


@dataclass(frozen=True)
class ConsentWords:
    """A text with its version, in one language."""

    version: str
    title: str
    text: str

    @property
    def digest(self) -> str:
        """Says whether the words are still those that were on the screen."""
        return hashlib.sha256(f"{self.version}\n{self.text}".encode()).hexdigest()


def consent_words(
    *, delegate: Delegate, kind: str, signer: str, language: str
) -> ConsentWords:
    """What SIGNER consents to, for DELEGATE, in LANGUAGE."""
    version = VERSIONS[ConsentKind(kind), Reader(signer)]
    programme = delegate.programme
    rules = programme.rules
    with translation.override(language):
        values = {
            "minor_name": delegate.nomination.name,
            "member_city": delegate.municipality.display_name,
            "programme_title": programme.title.in_language(language),
            "rules_url": settings.SITE_URL
            + reverse("youth:rules", args=[programme.year]),
            "date_lines": _date_lines(rules, language),
            "fee": f"{rules.fee:,}" if rules and rules.fee else "",
            "health_readers": _health_readers(programme),
        }
        letter = render_letter(f"texts/{version}", language, values)
    return ConsentWords(version, letter.subject, letter.text)


def _date_lines(rules: YouthRules | None, language: str) -> str:
    sign = "- " if language == "en" else "・"
    return "\n".join(
        f"{sign}{date_long(date.fromisoformat(each['on']), language)}"
        f" {Localised.of(each['what']).in_language(language)}"
        for each in (rules.dates if rules else [])
    )


def _health_readers(programme: YouthProgramme) -> str:
    named = programme.health_readers.order_by("place").values_list("user__name")
    names = [name for (name,) in named if name]
    return _("、").join(names) if len(names) == 2 else _("事務局が決めます")


def title_of(version: str, language: str) -> str:
    """The title above the words of VERSION; a version is never changed."""
    found = get_template(f"letters/texts/{version}.{language}.txt")
    source = str(found.template.source)  # type: ignore[attr-defined]
    return source.partition("\n")[0].strip()
