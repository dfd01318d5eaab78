"""A personal link of a guardian or a delegate: a signed address, and a code."""

import hashlib
import hmac
import secrets
import uuid
from datetime import datetime

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import Q
from django.urls import reverse

from network.cities.models import CityOwned
from network.youth.choices import Reader

_signer = signing.Signer(salt="youth-link")
# Wrong codes in a row that close the link for a while; and for how long.
MOST_FAILURES = 5
CLOSED_MINUTES = 30


def new_code() -> str:
    """Eight digits, told by the city on another way than the link."""
    return str(10_000_000 + secrets.randbelow(90_000_000))


def hash_code(code: str, salt: str) -> str:
    """Under a key of the server: eight digits alone could be tried out."""
    key = hashlib.sha256(b"personal-link:" + settings.SECRET_KEY.encode()).digest()
    return hmac.new(key, f"{salt}:{code}".encode(), hashlib.sha256).hexdigest()


class PersonalLink(CityOwned):
    """Opens the pages of one delegate to the person it was made for.

    One is in force for each reader; a new one ends the one before. The address alone
    shows nothing: the code is asked for, and after five wrong ones in a row the link
    rests for half an hour.
    """

    delegate = models.ForeignKey("youth.Delegate", models.CASCADE, related_name="links")
    reader = models.CharField(max_length=10, choices=Reader.choices)
    # In which its letter was written; the pages are read in any.
    language = models.CharField(max_length=10, default="ja")
    uuid = models.UUIDField(unique=True, default=uuid.uuid4)
    code_hash = models.CharField(max_length=64)
    failures = models.PositiveSmallIntegerField(default=0)
    closed_until = models.DateTimeField(null=True, blank=True)
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta(CityOwned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["delegate", "reader"],
                condition=Q(ended_at__isnull=True),
                name="personal_link_one_in_force",
            )
        ]

    def __str__(self) -> str:
        return f"link {self.pk}"

    @property
    def actor(self) -> str:
        return f"link:{self.pk}"

    @property
    def is_guardian(self) -> bool:
        return self.reader == Reader.GUARDIAN

    @property
    def letter_name(self) -> str:
        """The letter that carries it."""
        return "link_guardian" if self.is_guardian else "link_delegate"

    @property
    def token(self) -> str:
        return _signer.sign(self.uuid.hex)

    @property
    def url(self) -> str:
        """The address, in the language in force."""
        return reverse("youth:link", args=[self.token])

    def is_closed_at(self, now: datetime) -> bool:
        return self.closed_until is not None and now < self.closed_until

    def fits(self, code: str) -> bool:
        return hmac.compare_digest(self.code_hash, hash_code(code, self.uuid.hex))


def read_link_token(token: str) -> uuid.UUID | None:
    """What stands in a link, or None when it was cut or made up."""
    try:
        return uuid.UUID(_signer.unsign(token))
    except (signing.BadSignature, ValueError):
        return None
