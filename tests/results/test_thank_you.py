"""From the door over the thank-you letter to an answer that belongs to nobody."""

import re
from datetime import time, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from events.results.models import Questionnaire, QuestionnaireAnswer
from events.results.surveys import MINUTES
from peace.language import easy
from tests import cast
from tests.reminders.rules import THANKS, due, let_in, letters, rule_for, write

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "prefix"), [("ja", ""), ("en", "/en"), ("ja-easy", "/ja-easy")]
)
def test_the_letter_leads_to_our_questionnaire_in_its_own_language(
    language, prefix, settings
):
    now = timezone.now()
    # In the afternoon at any hour of the test: it must end on the day it began.
    event = cast.event(now=now, starts_at=cast.tokyo(now, days=-1, at=time(13, 30)))
    Questionnaire.objects.create(
        event=event, opens_at=event.starts_at, closes_at=now + timedelta(days=13)
    )
    rule_for(event, **THANKS)
    party = cast.registration(event, now=now - timedelta(days=9), language=language)
    let_in(party, event.starts_at)

    write(max(now, due(event, -1)))

    text = letters("thank_you").get().text
    (link,) = re.findall(r"\S+/questionnaire/\S*", text)
    assert link.startswith(f"{settings.SITE_URL}{prefix}/events/talk/questionnaire/")
    # Nothing in the link tells one visitor from another.
    assert link.endswith("/questionnaire/?w=link")
    assert Client().get(link.removeprefix(settings.SITE_URL)).status_code == 200
    # One minute is read as ぷん; with another number the word is another.
    said = {"ja": "約1分", "en": "about 1 min.", "ja-easy": easy.minute(MINUTES)}
    assert said[language] in text
    assert not QuestionnaireAnswer.objects.exists()
