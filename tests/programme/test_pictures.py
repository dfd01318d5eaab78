"""What chats show beside a link: a card, and a picture in real type."""

import io
import re
import time

import pytest
from django.utils import timezone
from PIL import Image

from events.programme.choices import EventStatus
from events.programme.exports.picture import Words, _font, picture, wrap
from tests import cast
from tests.page import forget_pages

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh():
    forget_pages()


def metas(client, path: str) -> dict[str, str]:
    html = client.get(path).content.decode()
    return dict(
        re.findall(
            r'<meta (?:property|name)="((?:og|twitter):[^"]+)" content="([^"]*)"', html
        )
    )


@pytest.mark.parametrize("prefix", ["", "/en", "/ja-easy"])
@pytest.mark.parametrize("page", ["/", "/events/talk/", "/programmes/talks/"])
def test_a_link_shows_a_picture_of_its_own(client, settings, prefix, page):
    cast.event(now=timezone.now())

    found = metas(client, f"{prefix}{page}")

    assert found["twitter:card"] == "summary_large_image"
    assert found["og:title"]
    assert found["og:url"] == f"{settings.SITE_URL}{prefix}{page}"
    response = client.get(found["og:image"].removeprefix(settings.SITE_URL))
    image = Image.open(io.BytesIO(response.content))
    assert (image.format, image.size) == ("PNG", (1200, 630))
    assert len(response.content) < 100_000
    again = client.get(
        found["og:image"].removeprefix(settings.SITE_URL),
        headers={"If-None-Match": response["ETag"]},
    )
    assert (again.status_code, again.content) == (304, b"")


def test_the_picture_has_another_address_once_its_words_change(client):
    event = cast.event(now=timezone.now())
    before = metas(client, "/events/talk/")["og:image"]
    event.cancel(reason={"ja": "台風"}, now=timezone.now())
    event.save()
    forget_pages()

    assert metas(client, "/events/talk/")["og:image"] != before


def test_a_draft_and_a_strange_language_have_no_picture(client):
    cast.event(slug="draft", now=timezone.now(), status=EventStatus.DRAFT)
    cast.event(now=timezone.now())

    assert client.get("/pictures/events/draft.ja.png").status_code == 404
    assert client.get("/pictures/events/talk.fr.png").status_code == 404


TITLES = [
    "くにたち原爆・東京大空襲体験伝承者講話",
    "Talks by those who carry on the testimonies of Hiroshima and Nagasaki",
    "「わたしたちが見たヒロシマ」報告会、そしてパネル展示と一行のコトバの発表",
    "長" * 200,
    "a" * 300,
    "",
]


@pytest.mark.parametrize("title", TITLES)
def test_titles_are_broken_where_it_is_right(title):
    font = _font("mincho", 72)
    lines = wrap(title, font, 1056)

    assert "".join(lines).replace(" ", "") == title.replace(" ", "")
    for line in lines[1:]:
        assert line[0] not in "、。」・ー"
    for line in lines[:-1]:
        assert line[-1] not in "「（"
    assert not any(line.endswith("東京") for line in lines)


def test_a_picture_is_drawn_soon_whatever_it_says():
    picture(Words("国立市", "", "一"))
    started = time.process_time()
    for title in TITLES:
        picture(
            Words("国立市", "平和の日", title, "令和8年2月15日(日)" * 3, "会場" * 40)
        )

    assert (time.process_time() - started) / len(TITLES) < 0.15
