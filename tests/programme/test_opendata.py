"""The events as open data: published columns, and nothing that a program runs."""

import csv
import io
import re

import pytest
from django.utils import timezone

from events.programme.choices import EventStatus
from events.programme.exports import opendata
from events.programme.exports.opendata_cells import kana
from events.programme.models import Event, Timeslot
from peace.language.localised import Localised
from tests import cast
from tests.page import Page, forget_pages

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh():
    forget_pages()


def rows_of(response, encoding="utf-8-sig") -> list[dict[str, str]]:
    text = response.content.decode(encoding)
    assert "\r\n" in text
    assert "\n" not in text.replace("\r\n", "")
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.fixture
def offered() -> Event:
    now = timezone.now()
    event = cast.event(now=now, lead={"ja": "=1+1\n二行目"}, closes_at=now + cast.DAY)
    cast.event(
        slug="show", slots=0, starts_at=now - cast.DAY, ends_at=now + 3 * cast.DAY
    )
    cast.event(slug="draft", now=now, status=EventStatus.DRAFT)
    return event


@pytest.mark.parametrize(("profile", "count"), [("recommended", 32), ("gif", 61)])
def test_the_file_has_the_published_columns_in_their_order(
    client, offered, profile, count
):
    response = client.get(f"/opendata/events.csv?profile={profile}")

    assert response.content.startswith(b"\xef\xbb\xbf")
    [first, *_] = rows_of(response)
    names = [each["name_ja"] for each in opendata.fields(profile)]
    assert list(first) == names
    assert len(names) == len(set(names)) == count
    must = [f["name_ja"] for f in opendata.fields(profile) if f["required"] == "yes"]
    unknown = {"イベント名_カナ"}  # empty unless the reading is known
    for row in rows_of(response):
        assert [name for name in must if not row[name]] in ([], list(unknown))


def test_one_row_is_one_timeslot_and_an_exhibition_is_one(client, offered):
    rows = rows_of(client.get("/opendata/events.csv"))

    assert len(rows) == Timeslot.objects.filter(event=offered).count() + 1
    [show] = [row for row in rows if row["NO"] == "show"]
    assert show["開始日"] < show["終了日"]
    talk = next(row for row in rows if row["NO"].startswith("talk-"))
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", talk["開始日"])
    assert re.fullmatch(r"\d\d:\d\d", talk["参加申込終了時間"])
    assert talk["都道府県コード又は市区町村コード"] == "132152"
    # One line, and nothing that a spreadsheet would run.
    assert talk["説明"] == "'=1+1 二行目"
    assert len({row["NO"] for row in rows}) == len(rows)


def test_what_cp932_cannot_hold_is_marked_and_listed(client):
    cast.event(now=timezone.now(), title={"ja": "𠮷野髙﨑〜の会"})

    rows = rows_of(client.get("/opendata/events.csv?encoding=cp932"), "cp932")
    page = Page(client.get("/opendata/"))

    assert rows[0]["イベント名"].startswith("〓野髙﨑")
    assert "𠮷" in page.words
    assert "U+20BB7" in page.words
    assert "髙" not in page.words
    assert "𠮷" in rows_of(client.get("/opendata/events.csv"))[0]["イベント名"]


@pytest.mark.parametrize("query", ["profile=x", "encoding=utf-16", "profile="])
def test_another_file_is_not_there(client, query):
    assert client.get(f"/opendata/events.csv?{query}").status_code == 404


@pytest.mark.parametrize(
    ("title", "reading"),
    [
        ({"ja": "平和の日", "ja-easy": "平和《へいわ》の 日《ひ》"}, "ヘイワノ ヒ"),
        ({"ja": "平和の日", "ja-easy": "平和《へいわ》の イベント"}, ""),
        ({"ja": "平和の日", "ja-easy": "平和の 日《ひ》"}, ""),
        ({"ja": "平和の日"}, ""),
    ],
)
def test_a_reading_is_given_where_it_is_known_and_never_guessed(title, reading):
    assert kana(Localised.of(title)) == reading


@pytest.mark.parametrize("prefix", ["", "/en", "/ja-easy"])
def test_the_page_explains_files_and_licence(client, prefix):
    page = Page(client.get(f"{prefix}/opendata/"))

    assert "CC BY 4.0" in page.words
    assert "/opendata/events.csv?profile=gif" in page.links
