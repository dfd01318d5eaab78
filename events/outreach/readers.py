"""One reader of news, and the link with which they end it: it never expires."""

from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.crypto import salted_hmac

from events.outreach.choices import ReaderKind

_signer = signing.Signer(salt="news-end")


@dataclass(frozen=True)
class Reader:
    """Somebody to whom an announcement goes: one address, one language.

    `ref` is the number of the subscription, registration or contact, or the reference
    of a member of a room upstairs.
    """

    kind: ReaderKind
    ref: str
    email: str
    language: str = "ja"
    name: str = ""

    @property
    def address(self) -> str:
        """By which one is told from another."""
        return self.email.lower()

    @property
    def digest(self) -> str:
        """The address in the key of a letter, which stays when the address goes."""
        return salted_hmac("news-address", self.address).hexdigest()[:32]

    def end_url(self, announcement: int) -> str:
        """One POST to it ends their news (RFC 8058); a GET shows a page."""
        token = _signer.sign(f"{self.kind.value}.{announcement}.{self.ref}")
        return settings.SITE_URL + reverse("news-end", args=[token])


@dataclass(frozen=True)
class EndToken:
    """What such a link says: which reader, of which announcement's letter."""

    kind: ReaderKind
    announcement: int
    ref: str


def read_end_token(token: str) -> EndToken | None:
    """None when the link was cut or made up."""
    try:
        kind, announcement, ref = _signer.unsign(token).split(".", 2)
        return EndToken(ReaderKind(kind), int(announcement), ref)
    except (signing.BadSignature, ValueError):
        return None
