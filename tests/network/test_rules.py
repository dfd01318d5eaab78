"""The rules of a year exist once, in versions."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from network.youth.forms.rules import RulesForm, initial_of_rules
from network.youth.models import CityYear, YouthRules
from network.youth.usecases.publish_rules import (
    AlreadyPublished,
    NoteMissing,
    draft_change,
    publish_rules,
)
from peace.outbox.models import OutboxMessage
from tests.network.builders import (
    CHOFU,
    HINO,
    city,
    coordinator,
    delegate,
    programme,
)

pytestmark = pytest.mark.django_db


def publish(rules: YouthRules) -> YouthRules:
    return publish_rules(rules=rules, actor="user:1", now=timezone.now())


def test_publishing_gives_every_member_its_year_and_tells_every_coordinator():
    coordinator(city(CHOFU))
    coordinator(city(HINO))

    made = programme()

    assert CityYear.objects.filter(programme=made).count() == 26
    assert OutboxMessage.objects.filter(kind="rules_published").count() == 2


def test_a_change_is_a_new_version_and_the_old_text_stays():
    coordinator(city())
    made = programme()
    draft = draft_change(programme=made)
    draft.guideline = "新しい要領"
    draft.change_note = "期限を延ばしました"
    draft.save()

    assert made.rules.version == 1
    publish(draft)

    assert (made.rules.version, str(made.rules.guideline)) == (2, "新しい要領")
    assert str(made.versions.get(version=1).guideline) == "実施要領"
    text = OutboxMessage.objects.order_by("pk").last().text
    assert "変わったこと　期限を延ばしました" in text


def test_what_was_published_stays_and_a_change_says_what_it_is():
    made = programme()
    with pytest.raises(AlreadyPublished):
        publish(made.rules)
    with pytest.raises(NoteMissing):
        publish(draft_change(programme=made))


def test_there_is_one_draft():
    made = programme()

    assert draft_change(programme=made) == draft_change(programme=made)


# --- Due dates and criteria -------------------------------------------------------


def form(**changes) -> RulesForm:
    data = {
        "born_from": "2003-04-02",
        "born_to": "2010-04-01",
        "resident_on": "2025-04-01",
        "deadline_0": "2025-05-16",
        "deadline_1": "17:00",
        "places": "1",
        "fee": "15000",
        "guideline_ja": "要領",
        "dates": "2025-07-12 事前研修",
        "criteria": "志望動機 10\n\n伝える計画　20点\n話す 力 5",
        "due_HEALTH": "2025-07-01",
    } | changes
    return RulesForm(data | {"deadline": "2025-05-16T17:00"})


def test_the_form_reads_criteria_and_due_dates_and_shows_them_again():
    found = form()

    assert found.is_valid(), found.errors
    data = found.cleaned_data
    assert data["criteria"] == [
        {"name": {"ja": "志望動機"}, "points": 10},
        {"name": {"ja": "伝える計画"}, "points": 20},
        {"name": {"ja": "話す 力"}, "points": 5},
    ]
    assert data["checklist"] == {"HEALTH": "2025-07-01"}
    rules = YouthRules(**data)
    shown = initial_of_rules(rules)
    assert shown["criteria"] == "志望動機 10\n伝える計画 20\n話す 力 5"
    assert shown["due_HEALTH"] == "2025-07-01"


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("criteria", "志望動機"),
        ("criteria", "志望動機 0"),
        ("criteria", "志望動機 101"),
        ("criteria", "志望動機 ١٠٠٠"),
        ("criteria", " 10"),
        ("criteria", "\n".join(f"観点{n} 5" for n in range(11))),
        ("places", "2"),
        ("due_HEALTH", "7月1日"),
        ("dates", "7月12日 研修"),
    ],
)
def test_what_cannot_be_read_is_refused_at_its_field(field, text):
    found = form(**{field: text})

    assert not found.is_valid()
    assert set(found.errors) == {field}


def test_every_field_stands_on_the_page_once():
    found = form()
    names = [each.name for _title, fields in found.groups() for each in fields]

    assert sorted(names) == sorted(found.fields)


def test_published_due_dates_reach_the_checklists_that_exist():
    year = programme(checklist={"HEALTH": "2025-07-01", "FEE": "2025-07-02"})
    made = delegate(city(), year)
    ended = delegate(city(HINO), year)
    type(ended).objects.filter(pk=ended.pk).update(ended_at=timezone.now())
    assert made.checklist.get(kind="HEALTH").due_on == date(2025, 7, 1)

    draft = draft_change(programme=year)
    draft.change_note, draft.checklist = "健康の期限", {"HEALTH": "2025-07-09"}
    draft.save()
    assert made.checklist.get(kind="HEALTH").due_on == date(2025, 7, 1)
    publish(draft)

    assert made.checklist.get(kind="HEALTH").due_on == date(2025, 7, 9)
    assert made.checklist.get(kind="FEE").due_on is None
    assert ended.checklist.get(kind="HEALTH").due_on == date(2025, 7, 1)


def test_the_old_words_stay_readable_and_say_that_they_are_old(client):
    year = programme()
    draft = draft_change(programme=year)
    draft.guideline, draft.change_note = {"ja": "新しい要領"}, "要領を直しました"
    draft.save()
    publish_rules(rules=draft, actor="user:1", now=timezone.now())
    path = reverse("youth:rules", args=[year.year])

    now, before = client.get(path), client.get(f"{path}?version=1")
    assert "新しい要領" in now.content.decode()
    assert "要領を直しました" in now.content.decode()
    assert "実施要領" in before.content.decode()
    assert "新しい要領" not in before.content.decode()
    assert "いまの決まりではありません" in before.content.decode()
    for wrong in ("3", "x", "-1", "99999999999"):
        assert client.get(f"{path}?version={wrong}").status_code == 404
