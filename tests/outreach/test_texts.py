"""Texts to copy: 市報 in its own style, posts that fit."""

import pytest
from django.utils import timezone, translation

from events.outreach.announcing import facts_of
from events.outreach.texts import texts_of, x_length
from tests import cast
from tests.outreach.builders import source

pytestmark = pytest.mark.django_db


def texts(event, language="ja", **sources):
    with translation.override(language):
        slots = list(event.timeslots.with_seats().with_support().in_order())
        facts = facts_of(event, slots, now=timezone.now())
        return {t.name: t for t in texts_of(event, facts, sources, now=cast.NOW)}


def test_the_city_paper_in_its_own_style(settings):
    event = cast.event(
        now=cast.NOW, closes_at=cast.tokyo(cast.NOW, days=11, at=cast.time(23, 59))
    )
    paper = source(event, kind="CITY_PAPER")

    text = texts(event, CITY_PAPER=paper)["paper"].text

    assert text.splitlines() == [
        "■くにたち原爆・東京大空襲体験伝承者講話",
        "体験と平和への思いを聞きます。",
        "日時　2月15日(日)午後1時30分～4時30分",
        "　午後1時30分～2時15分　広島の話",
        "　午後2時30分～3時15分　長崎の話",
        "　午後3時30分～4時15分　東京大空襲の話",
        "場所　くにたち市民プラザ",
        "対象　どなたでも",
        "定員　各回20人（申込先着順）",
        "費用　無料",
        "持ち物　筆記用具",
        f"申込み　2月12日(木)までに、電話か {settings.SITE_URL}/s/kp7m4 で",
        "問合せ　平和・人権・ダイバーシティ推進係 電話042-576-2111 内線229・256",
    ]
    assert not set("０１２３４５６７８９①②") & set(text)


def test_x_counts_as_x_does():
    assert x_length("平和") == 4
    assert x_length("peace") == 5
    assert x_length("講話 https://heiwa.example.jp/s/kp7m4") == 4 + 1 + 23
    assert x_length("https://heiwa.example.jp/s/kp7m4平和") == 23 + 4
    assert x_length("あ" * 140) == 280


@pytest.mark.parametrize("language", ["ja", "ja-easy", "en"])
@pytest.mark.parametrize("times", [1, 12])
def test_a_post_fits_whatever_the_event_is_called(language, times):
    event = cast.event(
        title={"ja": "戦争の話を聞く会" * times, "en": "A talk " * times}
    )

    found = texts(event, language)

    assert found["x"].length <= 280
    assert "/events/talk/" in found["x"].text
    assert not any("《" in each.text for each in found.values())


def test_each_text_has_its_own_link_and_language():
    event = cast.event()
    line = source(event, code="line9", kind="LINE")

    found = texts(event, "en", LINE=line)

    assert "/s/line9?l=en" in found["line"].text
    assert found["line"].has_source
    assert not found["site"].has_source
    assert "Free" in found["site"].text


def test_who_need_not_register_is_not_told_of_a_deadline():
    event = cast.event(slots=1)
    event.timeslots.update(admission="FREE_ENTRY")

    text = texts(event)["paper"].text

    assert "申込みはいりません" in text
    assert "までに" not in text
