"""The letter with a personal link; its code goes another way."""

from datetime import datetime

from django.conf import settings
from django.utils import translation

from network.cities.letters import secretariat_values
from network.youth.models import PersonalLink
from peace.outbox.choices import LetterClass
from peace.outbox.letter import Letter, Recipient, render_letter
from peace.outbox.usecases.enqueue import enqueue


def personal_link(*, link: PersonalLink, now: datetime) -> bool:
    """To the guardian or the delegate, in the link's language.

    False without an e-mail address: a signed address is nothing to read out on the
    phone, and the city must not hold both the link and its code. There, paper serves.
    """
    recipient = Recipient(*link.delegate.addressee(link.reader))
    if not recipient.email:
        return False
    name = link.letter_name
    with translation.override(link.language):
        values = {
            "reader_name": recipient.name,
            "delegate_name": link.delegate.nomination.name,
            "member_city": link.municipality.display_name,
            "year": str(link.delegate.programme.year),
            "link_url": settings.SITE_URL + link.url,
            **secretariat_values(link.language),
        }
    enqueue(
        key=f"{name}:{link.pk}",
        kind=name,
        letter_class=LetterClass.A,
        recipient=recipient,
        language=link.language,
        letter=render_letter(f"network/{name}", link.language, values),
        about=link.delegate.about,
        now=now,
    )
    return True


def code_slip(*, link: PersonalLink) -> Letter:
    """The slip that goes with the code, by hand or by post: without the link.

    Paper gets lost. Whoever finds it has eight digits, and neither an address to type
    them into nor the name of a child.
    """
    name, _email = link.delegate.addressee(link.reader)
    with translation.override(link.language):
        values = {
            "reader_name": name,
            "member_city": link.municipality.display_name,
            **secretariat_values(link.language),
        }
        return render_letter("network/link_code", link.language, values)
