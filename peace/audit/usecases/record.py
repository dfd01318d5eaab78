"""Appends one entry to a chain."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from peace.audit.models import AuditChain, AuditEntry


class OutsideTransaction(Exception):
    """The entry would stay although the thing it tells of was rolled back."""


class PersonalData(ValueError):
    """A detail that is not a plain figure or code, or looks like someone's contact."""


_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_FREE_TEXT_KEYS = re.compile(
    r"(^|_)(name|kana|kanji|email|mail|phone|tel|address|birth\w*|note|memo|comment)$"
)
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+")
# Ten or eleven digits that begin with 0 or +81, however they are grouped; a date,
# a receipt number (8 digits) or a UUID is none.
_PHONE = re.compile(r"(?<![\w-])(?:\+81[ -]?|0)(?:[ ()-]*\d){9,10}(?![\w-])")
_LONGEST = 80


def record(
    *,
    stream: str,
    verb: str,
    actor: str,
    about: str,
    detail: dict[str, Any] | None = None,
    now: datetime,
) -> AuditEntry:
    """Writes one entry at the end of STREAM, in the transaction of the fact.

    Locks the stream's AuditChain row until that transaction ends: call it last, and
    for several streams in alphabetical order. Three statements; two more for the
    first entry of a stream. Nothing leaves. Raises OutsideTransaction, PersonalData,
    and ValueError for a `now` without a time zone. (ASVS V16.4.1)
    """
    if not connection.in_atomic_block:
        raise OutsideTransaction
    if timezone.is_naive(now):
        raise ValueError("now needs a time zone")
    detail = detail or {}
    _refuse_personal_data(detail, actor, verb, about)
    chain = _lock(stream)
    entry = AuditEntry(
        stream=stream,
        number=chain.length + 1,
        at=now,
        actor=actor,
        verb=verb,
        about=about,
        detail=detail,
        previous_hash=chain.head_hash,
    )
    entry.hash = entry.compute_hash()
    entry.save()
    AuditChain.objects.filter(pk=chain.pk).update(
        length=entry.number, head_hash=entry.hash
    )
    return entry


def _lock(stream: str) -> AuditChain:
    """The chain's row, ours alone until the transaction ends.

    PostgreSQL locks the row; SQLite has locked the file at BEGIN IMMEDIATE.
    """
    rows = AuditChain.objects.select_for_update().filter(stream=stream)
    chain = rows.first()
    if chain is None:
        # Of two first writers the second waits here for the first, and then at get().
        AuditChain.objects.bulk_create(
            [AuditChain(stream=stream)], ignore_conflicts=True
        )
        chain = rows.get()
    return chain


def _refuse_personal_data(detail: dict[str, Any], *columns: str) -> None:
    for key in detail:
        if not isinstance(key, str) or not _KEY.fullmatch(key):
            raise PersonalData(f"detail key {key!r}")
        if _FREE_TEXT_KEYS.search(key):
            raise PersonalData(f"detail key {key!r} promises personal data")
    for text in (*_texts(detail), *columns):
        plain = unicodedata.normalize("NFKC", text)
        if len(text) > _LONGEST or _EMAIL.search(plain) or _PHONE.search(plain):
            # The value itself must not get into a log by way of the error.
            raise PersonalData("a value looks like free text or someone's contact")


def _texts(detail: dict[str, Any]) -> Iterator[str]:
    for key, value in detail.items():
        if isinstance(value, str):
            yield value
        elif isinstance(value, list):
            if any(type(item) is not int for item in value):
                raise PersonalData(f"detail {key!r} may list whole numbers only")
        elif not isinstance(value, int):  # bool is an int
            raise PersonalData(f"detail {key!r} is a {type(value).__name__}")
