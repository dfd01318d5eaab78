"""A consent as it was signed, with its evidence."""

from dataclasses import dataclass

from django.template import TemplateDoesNotExist
from django.utils.translation import get_language

from network.youth.letters.consent_words import title_of
from network.youth.models import SignedConsent
from peace.language.ruby import ruby_plain


@dataclass(frozen=True)
class SignedSheet:
    """The words in the language in which they were read; everything else beside."""

    consent: SignedConsent
    title: str

    @property
    def words(self) -> str:
        text = self.consent.text
        return text if get_language() == "ja-easy" else ruby_plain(text)

    @property
    def lang(self) -> str:
        return "en" if self.consent.language == "en" else "ja"


def signed_sheet(consent: SignedConsent) -> SignedSheet:
    """The sheet of one consent, whether it is in force or was taken back."""
    try:
        title = title_of(consent.text_version, consent.language)
    except TemplateDoesNotExist:  # words that are no longer offered
        title = str(consent.get_kind_display())
    easy = get_language() == "ja-easy"
    return SignedSheet(consent, title if easy else ruby_plain(title))
