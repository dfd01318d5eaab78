"""Before an event is shown: what is missing, said with links; then one button."""

import pytest
from django.utils import timezone

from events.programme.choices import EventStatus, Speaker, Story
from events.programme.models import Event, Quota, Storyteller, Telling
from events.programme.publishing import width
from events.registration.publishing import all_findings
from events.registration.usecases.publish import (
    HasRegistrations,
    NotADraft,
    NotReady,
    publish_event,
    unpublish_event,
)
from events.registration.usecases.register import TooFewSeats
from peace.audit.models import AuditEntry
from tests import cast
from tests.page import Page

pytestmark = pytest.mark.django_db

ALL = {"ja": "話", "ja-easy": "話《はなし》", "en": "Talk"}
CHECK = "/staff/events/talk/edit/check/"


def complete(now=cast.NOW, **values):
    """A draft with nothing left to say about it."""
    event = cast.event(
        now=now,
        status=EventStatus.DRAFT,
        slots=0,
        **{"title": ALL, "short_title": ALL, "lead": ALL, "bring": {}} | values,
    )
    Event.objects.filter(pk=event.pk).update(ends_at=event.starts_at + 3 * cast.HOUR)
    event.refresh_from_db()
    slot = cast.timeslot(event, starts_at=event.starts_at, title=ALL)
    teller, _ = Storyteller.objects.get_or_create(name="架空 語", stories=["TOKYO"])
    Telling.objects.create(timeslot=slot, storyteller=teller, story=Story.TOKYO)
    return event


def found(event, now=cast.NOW):
    event.refresh_from_db()
    slots = cast.timeslots(event)
    return [
        (each.is_blocking, each.text, each.url)
        for each in all_findings(event=event, timeslots=slots, now=now)
    ]


def test_a_complete_event_has_nothing_to_be_said_about():
    assert found(complete()) == []


EDIT = "/staff/events/talk/edit/"


@pytest.mark.parametrize(
    ("values", "text", "url"),
    [
        ({"lead": {}}, "紹介がありません。", f"{EDIT}#id_lead_0"),
        (
            {"closes_at": cast.NOW, "opens_at": cast.NOW + cast.HOUR},
            "申込みの期限が、申込みの始まりより前です。",
            f"{EDIT}admission/#id_closes_at",
        ),
        (
            {"closes_at": cast.NOW + 20 * cast.DAY},
            "申込みの期限が、最後の回の始まり（2月15日(日)午後1時30分）より後です。",
            f"{EDIT}admission/#id_closes_at",
        ),
        (
            {"speaker": Speaker.NOBODY},
            "話す人が、伝承者か体験者ご本人かを選んでください。",
            f"{EDIT}#id_speaker_0",
        ),
        (
            {"short_title": ALL | {"ja": "くにたち平和の日の集い二"}},
            None,
            None,
        ),
        (
            {"short_title": ALL | {"ja": "くにたち平和の日の集い二回"}},
            "短い名前（日本語）が長すぎます。全角12文字、英語は24文字までにしてください。",
            f"{EDIT}#id_short_title_0",
        ),
        (
            {"short_title": ALL | {"en": "A gathering for peace, x2"}},
            "短い名前（英語）が長すぎます。全角12文字、英語は24文字までにしてください。",
            f"{EDIT}#id_short_title_2",
        ),
    ],
)
def test_what_is_missing_is_blocking_and_leads_to_its_field(values, text, url):
    event = complete()
    for name, value in values.items():
        setattr(event, name, value)
    event.save()

    assert found(event) == ([(True, text, url)] if text else [])


def test_readings_do_not_count_in_the_length_of_a_short_title():
    event = complete(
        short_title=ALL | {"ja-easy": "平和《へいわ》の 日《ひ》の 会《かい》"}
    )

    assert found(event) == []
    assert (width("平和の日"), width("Peace"), width("ﾍｲﾜ")) == (8, 5, 3)


def test_a_timeslot_without_seats_or_outside_the_event_is_blocking():
    event = complete()
    slot = cast.timeslots(event)[0]
    Quota.objects.filter(timeslot=slot).delete()
    slot.ends_at = event.ends_at + cast.HOUR
    slot.save()

    assert found(event) == [
        (
            True,
            "「話」が、催しの時間に収まっていません。",
            f"{EDIT}timeslots/{slot.pk}/#id_starts_at",
        ),
        (
            True,
            "「話」の定員が決まっていません。",
            f"{EDIT}timeslots/{slot.pk}/#id_seats_GENERAL",
        ),
    ]


def test_a_venue_without_a_way_and_an_office_without_a_telephone(settings):
    settings.OFFICE_PHONE = ""
    event = complete(venue=cast.venue("far", access={}))

    texts = [text for _blocking, text, _url in found(event)]

    assert texts == [
        "「くにたち市民プラザ」の行き方が書かれていません。",
        "問い合わせの電話番号が設定されていません。システムの担当に連絡してください。",
    ]


def test_a_day_that_is_over_is_blocking():
    event = complete()

    assert found(event, now=event.ends_at)[0][1] == "催しの日が過ぎています。"


def test_missing_translations_and_tellers_are_warnings():
    event = complete(lead={"ja": "話します。", "en": "A talk."})
    Telling.objects.all().delete()
    slot = cast.timeslots(event)[0]

    assert found(event) == [
        (
            False,
            "「話」の伝承者が決まっていません。",
            f"{EDIT}timeslots/{slot.pk}/#id_teller_0",
        ),
        (
            False,
            "紹介のやさしい日本語がありません。日本語が出ます。",
            f"{EDIT}#id_lead_1",
        ),
    ]


def test_a_lottery_without_its_seal_is_a_warning():
    event = complete()
    event.timeslots.update(admission="LOTTERY")

    assert [(b, text) for b, text, _url in found(event)] == [
        (False, "抽選の回がありますが、抽選の封がまだありません。")
    ]


def test_letters_that_cannot_be_written_keep_the_event_back(tmp_path, settings):
    broken = tmp_path / "letters" / "registration"
    broken.mkdir(parents=True)
    (broken / "confirmation.en.txt").write_text("You are in\n\n{no_such_thing}\n")
    engine = settings.TEMPLATES[0]
    settings.TEMPLATES = [engine | {"DIRS": [tmp_path, *engine["DIRS"]]}]

    assert [(b, text) for b, text, _url in found(complete())] == [
        (True, "英語のお知らせを作れません。")
    ]


def publish(event, *, confirms=False, now=cast.NOW):
    publish_event(event=event, confirms_warnings=confirms, actor="user:1", now=now)


def test_publishing_shows_the_event_and_stands_in_the_trail():
    event = complete()

    publish(event)

    event.refresh_from_db()
    assert event.is_published
    assert AuditEntry.objects.get(verb="event.published").about == f"event:{event.pk}"
    with pytest.raises(NotADraft):
        publish(event)


def test_a_warning_has_to_be_confirmed_and_a_gap_cannot_be():
    warned, blocked = complete(lead={"ja": "話"}), None
    with pytest.raises(NotReady):
        publish(warned)
    publish(warned, confirms=True)
    Event.objects.update(slug="other")
    blocked = complete(speaker=Speaker.NOBODY)
    with pytest.raises(NotReady) as refused:
        publish(blocked, confirms=True)

    assert [each.text[:4] for each in refused.value.findings] == ["話す人が"]
    blocked.refresh_from_db()
    assert blocked.is_draft


def test_an_event_is_hidden_again_only_while_nobody_has_registered():
    event = complete()
    publish(event)
    page = Event.objects.get()  # as somebody has it open
    unpublish_event(event=event, actor="user:1", now=cast.NOW)
    with pytest.raises(TooFewSeats):
        cast.registration(page)
    event.refresh_from_db()
    publish(event)
    cast.registration(event)

    with pytest.raises(HasRegistrations):
        unpublish_event(event=event, actor="user:1", now=cast.NOW)

    event.refresh_from_db()
    assert event.is_published


def test_the_button_is_there_only_when_nothing_blocks():
    now = timezone.now()
    event = complete(now=now, speaker=Speaker.NOBODY)
    aoki = cast.signed_in(cast.aoki())

    page = Page(aoki.get(CHECK))

    assert "公開する前に、1か所を直してください" in page.words
    assert f"{EDIT}#id_speaker_0" in page.links
    assert "このまま公開します" not in page.words
    aoki.post(CHECK, {"confirms": "1"})
    event.refresh_from_db()
    assert event.is_draft


def test_the_check_page_publishes_and_leads_to_the_day():
    now = timezone.now()
    event = complete(now=now, lead={"ja": "話"})
    aoki = cast.signed_in(cast.aoki())

    refused = Page(aoki.post(CHECK))
    answer = aoki.post(CHECK, {"confirms": "1"})

    assert "まだ公開できません。" in refused.words
    assert answer["Location"] == "/staff/events/talk/"
    event.refresh_from_db()
    assert event.is_published
    assert aoki.post("/staff/events/talk/unpublish/")["Location"] == CHECK
    event.refresh_from_db()
    assert event.is_draft


def test_every_link_of_the_check_leads_to_a_field_that_is_there():
    now = timezone.now()
    event = complete(now=now, short_title=ALL | {"en": "x" * 25}, lead={"ja": "話"})
    event.timeslots.update(title={"ja": "話"})
    Quota.objects.all().delete()
    Telling.objects.all().delete()
    Event.objects.update(
        speaker=Speaker.STORYTELLER,
        closes_at=event.ends_at + cast.DAY,
        venue=cast.venue("far", access={}),
    )
    aoki = cast.signed_in(cast.aoki())

    links = [url for _b, _t, url in found(event, now=now) if "#" in url]

    assert len(links) == 9
    for link in links:
        address, _, target = link.partition("#")
        assert target in Page(aoki.get(address)).ids, link
