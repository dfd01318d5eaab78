"""A consent is signed, on the page or on paper, and taken back."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from network.youth.choices import ITEM_OF, ConsentKind, ConsentWay, ItemStatus
from network.youth.letters import answers as letters
from network.youth.letters.consent_words import consent_words
from network.youth.models import ChecklistItem, Delegate, SignedConsent
from network.youth.reports_answers import is_signed, signers
from peace.audit.usecases import record
from peace.language.dates import jst


class NotTheirs(Exception):
    """It is not this person's to answer, or the delegate does not go any more."""


class TextChanged(Exception):
    """The words are not those that were read; they have to see the new ones."""


class TooLate(Exception):
    """The trip is over: a consent to it cannot be taken back any more."""


@dataclass(frozen=True)
class Evidence:
    """Who said it, how, in which language, to which words."""

    signer: str
    signer_name: str
    language: str
    relation: str = ""
    way: str = ConsentWay.LINK
    # Digest of the words on the screen; a paper has none.
    digest: str = ""
    signed_on: date | None = None


@transaction.atomic
def sign_consent(
    *,
    delegate: Delegate,
    kind: ConsentKind,
    evidence: Evidence,
    actor: str,
    now: datetime,
    degree: str = "",
) -> SignedConsent:
    """Keep who consented to what, with the words they consented to.

    Changes: one consent, in place of this signer's last one, which is withdrawn and
    stays as it was; the item of the checklist is done once everybody whose answer
    counts has given theirs. The same answer twice changes nothing. Locks the delegate,
    so that two answers at once come one after the other. An audit entry without the
    name; a receipt leaves to the signer. DEGREE only for MEDIA.

    Raises NotTheirs, or TextChanged when EVIDENCE has a digest of other words.
    """
    locked = _lock(delegate)
    if evidence.signer not in signers(locked, kind):
        raise NotTheirs
    words = consent_words(
        delegate=locked, kind=kind, signer=evidence.signer, language=evidence.language
    )
    if evidence.way == ConsentWay.LINK and evidence.digest != words.digest:
        raise TextChanged
    consent = SignedConsent(
        delegate=locked,
        municipality=locked.municipality,
        kind=kind,
        signer=evidence.signer,
        signer_name=evidence.signer_name,
        relation=evidence.relation,
        degree=degree,
        text_version=words.version,
        text=words.text,
        language=evidence.language,
        way=evidence.way,
        recorded_by=actor,
        signed_on=evidence.signed_on,
        at=now,
    )
    before = _in_force(locked, kind, evidence.signer)
    if before and _says_the_same(before, consent):
        return before
    if before:
        before.withdrawn_at = now
        before.save(update_fields=["withdrawn_at"])
    consent.save()
    _keep_in_step(locked, kind, actor=actor, now=now)
    _audit("consent.signed", consent, actor=actor, now=now)
    letters.received(
        delegate=locked,
        reader=evidence.signer,
        kind=kind,
        key=f"consent:{consent.pk}",
        language=evidence.language,
        now=now,
    )
    return consent


@transaction.atomic
def withdraw_consent(
    *,
    delegate: Delegate,
    kind: ConsentKind,
    signer: str,
    language: str,
    actor: str,
    now: datetime,
) -> SignedConsent | None:
    """Take a consent back; None where none was in force.

    Changes: the consent's end; the item of the checklist is missing again. Locks the
    delegate. An audit entry; a receipt leaves to the signer, and a letter to the city
    and the secretariat, who have to ring up. Raises NotTheirs, and TooLate for the
    trip once it is over; photographs and the name can be taken back at any time.
    """
    locked = _lock(delegate)
    if kind == ConsentKind.TRIP and jst(now).date() > locked.programme.last_day:
        raise TooLate
    consent = _in_force(locked, kind, signer)
    if consent is None:
        return None
    consent.withdrawn_at = now
    consent.save(update_fields=["withdrawn_at"])
    _keep_in_step(locked, kind, actor=actor, now=now)
    _audit("consent.withdrawn", consent, actor=actor, now=now)
    letters.taken_back(
        delegate=locked,
        reader=signer,
        kind=kind,
        key=f"consent:{consent.pk}",
        language=language,
        now=now,
    )
    letters.consent_withdrawn(consent=consent, now=now)
    return consent


def _lock(delegate: Delegate) -> Delegate:
    locked = (
        Delegate.objects.select_for_update(of=("self",))
        .select_related("nomination", "municipality", "programme")
        .get(pk=delegate.pk)
    )
    if not locked.is_active:
        raise NotTheirs
    return locked


def _in_force(delegate: Delegate, kind: str, signer: str) -> SignedConsent | None:
    return delegate.consents.in_force().filter(kind=kind, signer=signer).first()


def _says_the_same(before: SignedConsent, consent: SignedConsent) -> bool:
    names = ("signer_name", "relation", "degree", "text", "language", "way")
    return all(getattr(before, name) == getattr(consent, name) for name in names)


def _keep_in_step(
    delegate: Delegate, kind: ConsentKind, *, actor: str, now: datetime
) -> None:
    is_complete = is_signed(delegate, kind)
    ChecklistItem.objects.filter(delegate=delegate, kind=ITEM_OF[kind]).update(
        status=ItemStatus.DONE if is_complete else ItemStatus.MISSING,
        problem="",
        changed_by=actor,
        changed_at=now,
    )


def _audit(verb: str, consent: SignedConsent, *, actor: str, now: datetime) -> None:
    record(
        stream="network",
        verb=verb,
        actor=actor,
        about=consent.delegate.about,
        detail={
            "kind": str(consent.kind),
            "signer": str(consent.signer),
            "way": str(consent.way),
            "municipality": consent.municipality_id,
        },
        now=now,
    )
