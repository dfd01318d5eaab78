"""Receipts for what a guardian or a delegate answered; never its contents."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from network.cities.letters import LANGUAGE, secretariat_values
from network.cities.models import Coordinator
from network.youth.choices import ConsentKind, Reader
from network.youth.models import Delegate, SignedConsent
from network.youth.reports_answers import label_of
from peace.accounts.choices import Role
from peace.accounts.models import User
from peace.language.dates import moment
from peace.outbox.choices import LetterClass
from peace.outbox.letter import Recipient, render_letter
from peace.outbox.usecases.enqueue import enqueue, enqueue_many


def received(
    *,
    delegate: Delegate,
    reader: str,
    kind: str,
    key: str,
    language: str,
    now: datetime,
) -> None:
    """To who answered: what arrived, when. Nobody is rung up for a receipt."""
    _receipt("answer_received", delegate, reader, kind, key, language, now=now)


def taken_back(
    *,
    delegate: Delegate,
    reader: str,
    kind: str,
    key: str,
    language: str,
    now: datetime,
) -> None:
    """To who took a consent back: from when on it does not count any more."""
    _receipt("answer_taken_back", delegate, reader, kind, key, language, now=now)


def _receipt(
    name: str,
    delegate: Delegate,
    reader: str,
    kind: str,
    key: str,
    language: str,
    *,
    now: datetime,
) -> None:
    recipient = Recipient(*delegate.addressee(reader))
    if not recipient.email:
        return
    with translation.override(language):
        values = {
            "reader_name": recipient.name,
            "delegate_name": delegate.nomination.name,
            "member_city": delegate.municipality.display_name,
            "year": str(delegate.programme.year),
            "what": label_of(kind),
            "at": moment(now, language),
            **secretariat_values(language),
        }
    enqueue(
        key=f"{name}:{key}",
        kind=name,
        letter_class=LetterClass.A,
        recipient=recipient,
        language=language,
        letter=render_letter(f"network/{name}", language, values),
        about=delegate.about,
        now=now,
    )


def consent_withdrawn(*, consent: SignedConsent, now: datetime) -> None:
    """To the city's coordinators and the secretariat: somebody has to ring up."""
    delegate = consent.delegate
    path = reverse("youth:delegate-links", args=[delegate.pk])
    values = {
        "member_city": delegate.municipality.name,
        "delegate_name": delegate.nomination.name,
        "year": str(delegate.programme.year),
        "signer": str(Reader(consent.signer).label),
        "what": str(ConsentKind(consent.kind).label),
        "at": moment(now, LANGUAGE),
        "links_url": f"{settings.SITE_URL}{path}",
        **secretariat_values(),
    }
    terms = Coordinator.objects.acting_at(now).filter(
        municipality=delegate.municipality
    )
    readers = [term.user for term in terms.select_related("user")]
    readers += User.objects.filter(role=Role.SECRETARIAT, is_active=True)
    orders = [
        {
            "key": f"consent_withdrawn:{consent.pk}:{user.pk}",
            "kind": "consent_withdrawn",
            "letter_class": LetterClass.A,
            "recipient": Recipient(name=user.name, email=user.email),
            "language": LANGUAGE,
            "letter": render_letter(
                "network/consent_withdrawn",
                LANGUAGE,
                values | {"coordinator_name": user.name},
            ),
            "about": delegate.about,
        }
        for user in readers
    ]
    enqueue_many(orders, now=now)
