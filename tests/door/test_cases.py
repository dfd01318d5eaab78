"""Thirty cases and mishaps of a door, each with what the helper sees, hears and says.

One table: the verdict (or how the request is refused), the cards a supervisor gets, the
colour and the sound of the screen, and the sentence for the visitor. Colours and sounds
are the scanner's own (`verdict.js`), asked of it through node.
"""

import json
import random
import shutil
import subprocess
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from django.test import Client
from django.utils import timezone

from events.door.models import Conflict, Scan
from events.door.views import api
from events.registration.choices import SeatStatus
from events.registration.models import Seat, Ticket
from events.registration.usecases.cancel import cancel_seats
from events.registration.usecases.reissue_ticket import reissue_ticket
from peace.audit.models import AuditEntry
from tests.door.builders import Phone, event, party, slots_of
from tests.door.test_manifest import opened

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).parents[2]
UNKNOWN = "この催しの申込みが見つかりません。お調べしますので、こちらへどうぞ。"
MALFORMED = "これは参加券のQRコードではありません。参加券を見せてください。"
WELCOME = "1名様ですね。どうぞお入りください。"
IN_BEFORE = "*に入場の記録があります。一緒に確かめますので、こちらへどうぞ。"
STOPPED = "この端末は使えません。職員の画面のQRコードで、もう一度登録してください。"


@dataclass
class Told:
    """What came of a case: the last answer, as the helper got it."""

    row: dict[str, Any] = field(default_factory=dict)
    status: int = 200
    sentence: str = ""
    # The phone decided by itself; its screen is provisional.
    is_held: bool = False


class Door:
    """A talk whose doors are open, a later one, and two phones."""

    def __init__(self) -> None:
        self.talk = event(slots=2)
        self.slot, self.later_slot = slots_of(self.talk)
        self.a, self.b = Phone(self.talk), Phone(self.talk, name="入口B")

    def ticket(self, **options: Any) -> Ticket:
        return party(self.slot, **options)

    def ask(self, code: str, phone: Phone | None = None, **changes: Any) -> Told:
        phone = phone or self.a
        return self.send(phone.entry(code, **changes), phone=phone)

    def send(
        self, *entries: dict, phone: Phone | None = None, clock: str | None = None
    ) -> Told:
        response = (phone or self.a).send(*entries, device_time=clock)
        body = response.json()
        row = body["results"][-1] if "results" in body else {}
        # A batch comes in later: nobody stands there to be spoken to.
        sentence = row.get("visitor", {}).get("ja") or (row or body)["message"]
        return Told(row, response.status_code, sentence)

    def decided(self, phone: Phone, ticket: Ticket, minutes: float, **changes) -> dict:
        """What PHONE did without signal, and sends now."""
        at = (timezone.now() - timedelta(minutes=minutes)).isoformat()
        return phone.entry(ticket.token, mode="offline", at=at, **changes)

    def inside(self) -> int:
        return Seat.objects.admitted().count()


# The cases, in the order of the list.


def forged(door: Door) -> Told:
    letters = random.Random(1).choices("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", k=32)
    return door.ask("K1" + "".join(letters))


def of_another_event(door: Door) -> Told:
    return door.ask(party(slots_of(event())[0]).token)


def of_another_timeslot(door: Door) -> Told:
    return door.ask(party(door.later_slot).token)


def cancelled(door: Door) -> Told:
    registration = door.ticket().registration
    cancel_seats(
        registration=registration,
        seat_ids=set(registration.seats.values_list("pk", flat=True)),
        actor="user:1",
        now=timezone.now() - timedelta(hours=1),
    )
    return door.ask(registration.tickets.get().token)


def replaced(door: Door) -> Told:
    old = door.ticket()
    reissue_ticket(registration=old.registration, actor="x", now=timezone.now())
    return door.ask(old.token)


def on_the_waiting_list(door: Door) -> Told:
    return _without_a_seat(door, SeatStatus.WAITING)


def lost_the_lottery(door: Door) -> Told:
    return _without_a_seat(door, SeatStatus.NOT_DRAWN)


def _without_a_seat(door: Door, status: SeatStatus) -> Told:
    ticket = door.ticket()
    ticket.registration.seats.update(status=status, quota=None)
    return door.ask(ticket.token)


def twice_on_one_phone(door: Door) -> Told:
    code = door.ticket().token
    door.ask(code)
    return door.ask(code)


def twice_on_one_phone_without_signal(door: Door) -> Told:
    """It remembers whom it let in; its second word was "already in"."""
    ticket = door.ticket()
    door.send(door.decided(door.a, ticket, 3))
    told = door.send(door.decided(door.a, ticket, 2, said="already_in"))
    assert door.inside() == 1
    return told


def on_two_phones_in_the_same_second(door: Door) -> Told:
    code = door.ticket().token
    door.ask(code)
    return door.ask(code, door.b)


def on_two_phones_without_signal(door: Door) -> Told:
    ticket = door.ticket()
    early, late = door.decided(door.a, ticket, 3), door.decided(door.b, ticket, 2)
    told = door.send(late, phone=door.b)
    door.send(early)
    assert str(Seat.objects.get().admitted_by) == early["id"]
    told.is_held = True
    return told


def sent_ten_times(door: Door) -> Told:
    sent = door.a.entry(door.ticket().token)
    told = [door.send(sent) for _ in range(10)]
    assert all(each == told[0] for each in told)
    assert Scan.objects.count() == 1
    return told[-1]


def cut_in_the_middle(door: Door) -> Told:
    sent = [door.a.entry(door.ticket().token) for _ in range(4)]
    door.send(*sent[:2])
    told = door.send(*sent)
    assert (door.inside(), Scan.objects.count()) == (4, 4)
    return told


def another_body_under_one_id(door: Door) -> Told:
    sent = door.a.entry(door.ticket().token)
    door.send(sent)
    told = door.send(sent | {"code": door.ticket().token})
    assert (door.inside(), told.row["error"]) == (1, "conflict")
    return told


def another_phones_batch(door: Door) -> Told:
    sent = door.a.entry(door.ticket().token)
    first = door.send(sent)
    told = door.send(sent, phone=door.b)
    assert told == first
    assert Scan.objects.get().device_id == door.a.device.pk
    return told


def old_scans_of_a_stopped_phone(door: Door) -> Told:
    before, after = (door.decided(door.a, door.ticket(), minutes) for minutes in (9, 1))
    door.a.device.revoked_at = timezone.now() - timedelta(minutes=5)
    door.a.device.save()
    told = door.send(before, after)
    assert str(Seat.objects.admitted().get().admitted_by) == before["id"]
    return told


def a_day_ahead(door: Door) -> Told:
    return _a_clock_that_is_off(door, timedelta(hours=25))


def a_day_behind(door: Door) -> Told:
    return _a_clock_that_is_off(door, timedelta(hours=-25))


def _a_clock_that_is_off(door: Door, by: timedelta) -> Told:
    there = timezone.now() + by
    sent = door.decided(door.a, door.ticket(), 0)
    sent["at"] = (there - timedelta(minutes=2)).isoformat()
    told = door.send(sent, clock=there.isoformat())
    entered = timezone.now() - Seat.objects.get().admitted_at
    assert timedelta(minutes=2) <= entered < timedelta(minutes=3)
    told.is_held = True
    return told


def a_clock_that_moved_while_scanning(door: Door) -> Told:
    """It ran a day behind and was set right: its scan looks like yesterday's."""
    told = door.send(door.decided(door.a, door.ticket(), 24 * 60))
    assert door.inside() == 1
    told.is_held = True
    return told


def by_yesterdays_list(door: Door) -> Told:
    """The phone let in whom its list held for valid; the seat is cancelled since."""
    ticket = door.ticket()
    ticket.registration.seats.update(status="CANCELLED", cancelled_at=timezone.now())
    told = door.send(door.decided(door.a, ticket, 2))
    told.is_held = True
    return told


def by_an_altered_list(door: Door) -> Told:
    """No line opens that was written by somebody else: to the phone it is not there."""
    ticket = door.ticket()
    blob = door.a.get("manifest").json()["tickets"][ticket.token_hash]
    other = "A" if blob[40] != "A" else "B"
    with pytest.raises(InvalidTag):
        opened(blob[:40] + other + blob[41:], ticket.token)
    told = door.send(door.decided(door.a, ticket, 2, said="unknown"))
    assert (door.inside(), Scan.objects.get().said) == (0, "unknown")
    return Told({"verdict": Scan.objects.get().said}, told.status, UNKNOWN)


STRANGE_TEXTS = [
    *("https://example.jp/t/?a=1", "javascript:alert(1)", "A" * 4096, "K1\x00", "\x00"),
    *("😀" * 40, "MATMSG:TO:a@example.jp;;", "' OR 1=1 --", "K1" + "A" * 31),
]


def noise(door: Door) -> Told:
    told = [door.ask(text) for text in STRANGE_TEXTS]
    assert {each.row["verdict"] for each in told} == {"malformed"}
    return told[-1]


def in_another_hand(door: Door) -> Told:
    """Lower case and full width are honest."""
    code = door.ticket().token.lower()
    return door.ask("".join(chr(ord(sign) + 0xFEE0) for sign in code))


def a_sticker_over_the_poster(door: Door) -> Told:
    door.ask("https://evil.example/login")
    return door.ask("/staff/door/close/?yes=1")


def codes_one_after_the_other(door: Door) -> Told:
    at_most = api.STRANGE_CODES["limit"]
    door.send(*(door.a.entry("K1" + "A" * 32) for _ in range(at_most + 1)))
    return door.ask(door.ticket().token)


def at_another_citys_event(door: Door) -> Told:
    other = Phone(event(title={"ja": "ほかの市の催し"}))
    return door.ask(door.ticket().token, other)


def a_page_that_posts_for_its_visitor(door: Door) -> Told:
    """Another site's form in a browser that has a session here, but is no phone."""
    response = Client(enforce_csrf_checks=True).post(
        "/scanner/api/scans",
        json.dumps({"scans": [door.a.entry(door.ticket().token)]}),
        content_type="text/plain",
        headers={"Origin": "https://evil.example"},
    )
    assert door.inside() == 0
    return Told({}, response.status_code, response.json()["message"])


def two_of_four(door: Door) -> Told:
    code = door.ticket(people=4).token
    told = door.ask(code, people=[1, 3])
    assert door.ask(code).row["admitted"] == 2
    assert door.inside() == 4
    return told


def out_and_in_again(door: Door) -> Told:
    code = door.ticket().token
    door.ask(code)
    return door.ask(code, people=[1])


def taken_back(door: Door) -> Told:
    code = door.ticket().token
    wrong = door.a.entry(code)
    door.send(wrong)
    undo = {"id": str(uuid.uuid4()), "of": wrong["id"], "at": wrong["at"]}
    door.a.client.post(
        "/scanner/api/undo",
        {"undos": [undo]},
        content_type="application/json",
        headers=door.a.headers,
    )
    told = door.ask(code)
    assert Scan.objects.count() == 2
    assert AuditEntry.objects.filter(verb="scan.undone").count() == 1
    return told


def typed_because_there_is_no_camera(door: Door) -> Told:
    number = door.ticket().registration.receipt_number
    assert door.ask(number, Phone(event())).row["verdict"] == "unknown"
    return door.ask(number)


@dataclass(frozen=True)
class Case:
    """One row. `sentence` may have a * where times and names stand."""

    number: int
    play: Callable[[Door], Told]
    verdict: str | int
    state: str
    sound: str
    sentence: str
    cards: tuple[str, ...] = ()
    # Tests that look at the same case in a browser, or all at once.
    also: tuple[str, ...] = ()


RACE = "tests/door/test_race.py"
OFFLINE = "tests/journeys/test_door_offline.py"
TABLE = [
    Case(1, forged, "unknown", "again", "stop", UNKNOWN),
    Case(2, of_another_event, "unknown", "again", "stop", UNKNOWN),
    Case(
        *(3, of_another_timeslot, "wrong_timeslot", "move", "step"),
        "この参加券は* 第2回の回です。席があれば、この回に変えられます。",
    ),
    Case(
        *(4, cancelled, "cancelled", "again", "stop"),
        "取消しの記録があります。席があるか確かめますので、こちらへどうぞ。",
    ),
    Case(
        *(5, replaced, "replaced", "move", "step"),
        "新しい参加券が出ています。新しいメールか画面を開いてください。",
    ),
    Case(
        *(6, on_the_waiting_list, "waiting", "move", "step"),
        "お席がまだ決まっていません。順番を確かめます。",
    ),
    Case(
        *(6, lost_the_lottery, "waiting", "move", "step"),
        "お席がまだ決まっていません。順番を確かめます。",
    ),
    Case(7, twice_on_one_phone, "already_in", "again", "stop", IN_BEFORE),
    Case(
        *(8, twice_on_one_phone_without_signal, "already_in", "again", "stop"),
        IN_BEFORE,
    ),
    Case(
        *(9, on_two_phones_in_the_same_second, "already_in", "again", "stop"),
        IN_BEFORE,
        also=(f"{RACE}::test_a_ticket_that_twenty_phones_read_at_once_admits_once",),
    ),
    Case(
        *(10, on_two_phones_without_signal, "admitted", "held", "go", WELCOME),
        cards=("double",),
        also=(
            f"{OFFLINE}::test_two_phones_admit_one_ticket_and_a_card_tells_of_it",
            "tests/door/test_orders.py::test_the_whole_day_in_any_order_is_one_result",
        ),
    ),
    Case(11, sent_ten_times, "admitted", "in", "go", WELCOME),
    Case(12, cut_in_the_middle, "admitted", "in", "go", "1名 入場"),
    Case(13, another_body_under_one_id, 409, "move", "step", "別のQR"),
    Case(14, another_phones_batch, "admitted", "in", "go", WELCOME),
    Case(
        *(17, old_scans_of_a_stopped_phone, 401, "", "", STOPPED),
        cards=("stopped_device",),
    ),
    Case(18, a_day_ahead, "admitted", "held", "go", WELCOME),
    Case(18, a_day_behind, "admitted", "held", "go", WELCOME),
    Case(
        *(19, a_clock_that_moved_while_scanning, "too_early", "held", "go"),
        "*から入れます。あちらでお待ちください。",
        cards=("time",),
    ),
    Case(
        *(20, by_yesterdays_list, "cancelled", "held", "go"),
        "取消しの記録があります。席があるか確かめますので、こちらへどうぞ。",
        cards=("not_valid",),
    ),
    Case(21, by_an_altered_list, "unknown", "again", "stop", UNKNOWN),
    Case(22, noise, "malformed", "move", "step", MALFORMED),
    Case(22, in_another_hand, "admitted", "in", "go", WELCOME),
    Case(23, a_sticker_over_the_poster, "malformed", "move", "step", MALFORMED),
    Case(
        *(24, codes_one_after_the_other, 429, "ready", "step"),
        "該当のない読み取りが続いたため、1分ほど止めています。",
    ),
    Case(25, at_another_citys_event, "unknown", "again", "stop", UNKNOWN),
    Case(26, a_page_that_posts_for_its_visitor, 401, "", "", STOPPED),
    Case(
        *(27, two_of_four, "admitted", "in", "go"),
        "2名様、どうぞ。後から来る方も、同じ参加券で入れます。",
    ),
    Case(28, out_and_in_again, "already_in", "again", "stop", IN_BEFORE),
    Case(29, taken_back, "admitted", "in", "go", WELCOME),
    Case(
        *(30, typed_because_there_is_no_camera, "admitted", "in", "go", WELCOME),
        also=("tests/journeys/test_door.py::test_a_family_goes_in_once",),
    ),
]
# What only a browser can show: a phone that is stolen, and what is found on it.
IN_THE_BROWSER = {
    15: f"{OFFLINE}::test_a_phone_that_ends_hands_over_what_it_holds_and_keeps_nothing",
    16: f"{OFFLINE}::test_no_name_no_number_is_in_the_browser_after_a_day_at_the_door",
}


@pytest.mark.parametrize(
    "case", TABLE, ids=lambda case: f"{case.number:02}-{case.play.__name__}"
)
def test_the_helper_sees_hears_and_says(case, looks):
    door = Door()

    told = case.play(door)

    if isinstance(case.verdict, int):
        assert told.status == case.verdict
    else:
        assert (told.status, told.row["verdict"]) == (200, case.verdict)
    assert fnmatchcase(told.sentence, case.sentence)
    assert sorted(Conflict.objects.values_list("kind", flat=True)) == [*case.cards]
    assert looks(told) == (case.state, case.sound)


def test_all_thirty_are_there():
    assert {case.number for case in TABLE} | set(IN_THE_BROWSER) == set(range(1, 31))


@pytest.mark.parametrize(
    "name",
    sorted({*IN_THE_BROWSER.values(), *(name for case in TABLE for name in case.also)}),
    ids=lambda name: name.rpartition("::")[2],
)
def test_the_tests_that_are_named_exist(name):
    path, function = name.split("::")

    assert f"def {function}(" in (ROOT / path).read_text("utf-8")


ASK_THE_SCANNER = """
import { LOOKS, presentHere, undecided } from "./events/door/static/door/verdict.js";
import { WORDS } from "./tests/scanner/words.js";
const row = { id: "1", verdict: "admitted", admitted: 1, party: 1 };
const words = { ...WORDS, offline: { notes: {}, already_in: {} } };
const held = presentHere(row, words, { asOf: "" });
console.log(JSON.stringify({ ...LOOKS, held, flood: undecided(WORDS, "flood") }));
"""


@pytest.fixture(scope="session")
def of_the_scanner() -> dict[str, dict[str, str]]:
    """State and sound by verdict, `held` and `flood`, as the scanner has them."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed: the scanner cannot be asked for its looks")
    done = subprocess.run(
        [node, "--input-type=module", "--eval", ASK_THE_SCANNER],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


@pytest.fixture
def looks(of_the_scanner) -> Callable[[Told], tuple[str, str]]:
    def look(told: Told) -> tuple[str, str]:
        if told.status == 401:
            return "", ""  # The phone leaves the door; there is no verdict to show.
        verdict = told.row.get("verdict", "flood")
        some = verdict == "admitted" and told.row["admitted"] < told.row["party"]
        shown = of_the_scanner[
            "held" if told.is_held else "admitted_some" if some else verdict
        ]
        return shown["state"], shown["sound"]

    return look
