"""The third net: nothing of one city reaches another, on any address, in any form.

Hino's rows carry canaries in every text column; Chofu's people walk every address of
the network. docs/decisions/0019 says what the first two nets are.
"""

import io
import logging
import re
import zipfile
from collections.abc import Iterator

import pytest
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone

from network.cities.access import for_coordinators
from network.cities.choices import CoordinatorLevel
from network.cities.models import Coordinator, Municipality
from network.cities.scope import acting_for
from network.cities.usecases.read_notice import remind_of_notice
from network.youth.choices import Reader
from network.youth.models import Nomination, YouthProgramme, YouthReport
from network.youth.usecases.nominate import submit
from network.youth.usecases.personal_link import make_link
from network.youth.usecases.publish_rules import draft_change, publish_rules
from network.youth.usecases.review import send_back
from peace.outbox.models import OutboxMessage
from tests.demo import urls as demo_urls
from tests.house.walk import (
    Address,
    World,
    addresses,
    client_for,
    knock,
    use_folder,
    world,
)
from tests.network import builders
from tests.network.canary_rows import FORMS, MARK, fill, more_rows, owned

LEVELS = {level.lower(): level for level in CoordinatorLevel}
ACTORS = [*LEVELS, "guardian", "delegate"]
ROOMS = ("network:", "youth:", "summit:")
pytestmark = pytest.mark.slow


@for_coordinators()
def leak(request: HttpRequest, term: Coordinator) -> HttpResponse:
    """A view that forgot both nets: it fetches everybody's, outside the scope."""
    with acting_for(None):
        return HttpResponse(", ".join(each.name for each in Nomination.objects.all()))


@for_coordinators()
def forgetful(request: HttpRequest, term: Coordinator) -> HttpResponse:
    """A view that forgot the first net only."""
    names = [each.name for each in Nomination.objects.all()]
    return HttpResponse(", ".join([*names, f"n={Nomination.objects.count()}"]))


@login_not_required
def chatty(request: HttpRequest) -> HttpResponse:
    """A view that writes a person into the log."""
    for each in Nomination.objects.all():
        logging.getLogger("network").debug("saw %s", each.name)
    return HttpResponse("ok")


handler403, handler404 = demo_urls.handler403, demo_urls.handler404
handler500 = demo_urls.handler500
urlpatterns = [
    path("network/leak/", leak),
    path("network/forgetful/", forgetful),
    path("network/chatty/", chatty),
    *demo_urls.urlpatterns,
]


@pytest.fixture
def of(settings, tmp_path, db) -> World:
    """Hino is full of canaries, and Chofu's people have something of every kind."""
    use_folder(settings, tmp_path / "mail")
    made = world(tmp_path / "mail")
    left = fill(hino())
    assert left == []
    # What is published is for everybody; Hino's is not.
    YouthReport.objects.filter(municipality=hino()).update(published_at=None)
    return made


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything that is logged, down to DEBUG, as it is."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield written
    root.removeHandler(handler)
    root.setLevel(before)


def hino() -> Municipality:
    return builders.city(builders.HINO)


def client_of(actor: str, of: World):
    """Chofu's coordinator at a level, or who opened a personal link."""
    if actor in LEVELS:
        Coordinator.objects.filter(user=of.people["coordinator"]).update(
            level=LEVELS[actor]
        )
        actor = "coordinator"
    return client_for(actor, of, raise_request_exception=False)


def rooms() -> list[Address]:
    return [each for each in addresses() if each.name.startswith(ROOMS)]


def told(response) -> str:
    """Body and headers as text; a spreadsheet's or an archive's parts, too."""
    content = b"".join(response) if response.streaming else response.content
    parts = [content]
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts += [archive.read(name) for name in archive.namelist()]
    headers = "\n".join(f"{name}: {value}" for name, value in response.items())
    return headers + "\n" + "\n".join(p.decode("utf-8", "replace") for p in parts)


def leaks(text: str) -> bool:
    return any(form in text for form in FORMS)


def walk(client, of: World) -> Iterator[tuple[str, str]]:
    """What every address of the network says: own, foreign and missing things, asked
    and posted, and searched for the canary."""
    for address in rooms():
        own = address.path(of.arguments(address.name))
        for where in (own, *of.missing(address)):
            for method in ("GET", "POST"):
                yield (
                    f"{method} {where}",
                    told(knock(client, method, address, where, of)),
                )
        search = f"{own}?q={MARK[0]}&kana={MARK[0]}&only=late&show=table"
        yield f"GET {search}", told(knock(client, "GET", address, search, of))


# What is filled


def test_every_model_of_a_city_has_a_row_with_canaries(of):
    bare = [
        model.__name__
        for model in owned()
        if not any(
            leaks(str(value))
            for row in model.objects.filter(municipality=hino()).values_list()
            for value in row
        )
    ]
    # A city's year has one text, and that one is for everybody.
    assert set(bare) <= {"CityYear", "InterviewSlot"} | _without_texts()


def _without_texts() -> set[str]:
    from django.db.models import CharField, TextField  # noqa: PLC0415

    return {
        model.__name__
        for model in owned()
        if not any(
            isinstance(field, (CharField, TextField)) and not field.choices
            for field in model._meta.concrete_fields
            if not field.primary_key
        )
    }


# The walk


@pytest.mark.parametrize("actor", ACTORS)
def test_nobody_of_chofu_meets_anything_of_hino(of, actor, log):
    client = client_of(actor, of)

    seen = dict(walk(client, of))

    assert [where for where, text in seen.items() if leaks(text)] == []
    assert len(seen) > 60
    assert not leaks(log.getvalue())


@pytest.mark.parametrize("actor", ["approver", "guardian"])
def test_no_count_of_chofu_moves_when_hino_gets_more(of, actor):
    client = client_of(actor, of)
    before = pages(client, of)

    assert more_rows(hino()) >= 5

    after = pages(client, of)
    assert [where for where in before if before[where] != after[where]] == []


def pages(client, of: World) -> dict[str, str]:
    return {
        address.name: plain(
            knock(client, "GET", address, address.path(of.arguments(address.name)), of)
        )
        for address in rooms()
    }


# Foreign is missing


@pytest.mark.parametrize("actor", ACTORS)
def test_what_is_foreign_answers_byte_for_byte_like_what_is_missing(of, actor):
    client = client_of(actor, of)
    wrong, compared = [], 0
    for address in rooms():
        for method in ("GET", "POST"):
            answers = {
                where: plain(knock(client, method, address, where, of), where)
                for where in of.missing(address)
                if not where.startswith("/network/for/") or "home" in where
            }
            if len(answers) > 1:
                compared += 1
            if len(set(answers.values())) > 1:
                wrong.append(f"{method} {address.name}: {list(answers)}")

    assert wrong == []
    assert compared > 10


def plain(response, where: str = "") -> str:
    """Status, headers and body without the nonces, the second, and the address."""
    text = f"{response.status_code}\n{told(response)}"
    for cookie in response.cookies.values():
        text += f"\n{cookie.key} {cookie['path']} {cookie['samesite']}"
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)
    text = re.sub(r"(nonce-|nonce=\")[\w+/=-]+", "", text)
    # A form's own key, so that sending it twice is once.
    text = re.sub(r'name="(key|code)" value="[0-9a-f-]{36}"', "", text)
    # The length follows from the body, which is compared without its own address.
    text = re.sub(r"(Expires|Last-Modified|Content-Length): [^\n]+", r"\1", text)
    return text.replace(where, "HERE") if where else text


# Letters and files


def test_no_letter_to_chofu_tells_of_hino(of):
    now, actor = timezone.now(), "user:0"
    own = builders.city()
    notice = builders.notice([own, hino()])
    remind_of_notice(notice=notice, actor=actor, now=now)
    year = YouthProgramme.objects.get(year=of.network.year)
    draft = draft_change(programme=year)
    draft.change_note = "日を変えました"
    draft.save()
    publish_rules(rules=draft, actor=actor, now=now)
    mine = Nomination.objects.get(pk=of.network.nomination)
    submit(nomination=mine, actor=actor, now=now)
    send_back(nomination=mine, points="直す", actor=actor, now=now)
    for reader in Reader:
        make_link(delegate=of.network.delegate, reader=reader, actor=actor, now=now)

    letters = [
        each
        for each in OutboxMessage.objects.filter(created_at__gte=now)
        if not leaks(each.email + each.recipient_name)
    ]

    assert len(letters) >= 6
    assert not [
        each.kind for each in letters if leaks(each.subject + each.text + each.about)
    ]


def test_hinos_own_people_do_get_theirs(of):
    """Otherwise the test above would prove nothing."""
    builders.notice([hino()], text=f"{MARK}を持ってきてください。")

    assert any(
        leaks(each.email) and leaks(each.text)
        for each in OutboxMessage.objects.filter(kind="notice")
    )


# Controls


def test_the_walk_would_find_a_view_without_both_nets(of, settings):
    settings.ROOT_URLCONF = __name__
    client = client_of("approver", of)

    assert leaks(told(client.get("/network/leak/")))


def test_the_second_net_holds_where_a_view_forgets_the_first(of, settings):
    settings.ROOT_URLCONF = __name__
    client = client_of("approver", of)
    mine = Nomination.objects.filter(municipality=builders.CHOFU).count()

    text = told(client.get("/network/forgetful/"))

    assert not leaks(text)
    assert f"n={mine}" in text
    assert Nomination.objects.count() > mine


def test_the_log_is_read(of, settings, log):
    settings.ROOT_URLCONF = __name__
    client_of("approver", of).get("/network/chatty/")

    assert leaks(log.getvalue())


def test_the_count_would_be_seen_to_move(of, settings):
    settings.ROOT_URLCONF = __name__
    client = client_of("approver", of)
    before = plain(client.get("/network/leak/"))

    more_rows(hino())
    builders.nomination(hino(), builders.programme())

    assert plain(client.get("/network/leak/")) != before


def test_a_difference_between_foreign_and_missing_would_be_seen():
    one, other = HttpResponse("x", status=404), HttpResponse("x ", status=404)

    assert plain(one) != plain(other)
    other = HttpResponse("x", status=404, headers={"X-Trace": "1"})
    assert plain(one) != plain(other)
