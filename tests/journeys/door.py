"""An event of a journey's own in the running demo, and phones paired with it."""

import json
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page, expect

from tests.journeys.stack import DemoStack


@dataclass(frozen=True)
class Stage:
    """An event with its doors open now: timeslot ids, and ticket codes by party."""

    slug: str
    timeslots: list[int]
    codes: list[str]


def run_in(demo: DemoStack, script: str) -> Any:
    """Run SCRIPT beside the demo, on its database; it calls `print(json.dumps(…))`."""
    return json.loads(demo.beside.run(script))


def stage(demo: DemoStack, *parties: tuple[int, int], slots: int = 1) -> Stage:
    """A new event with SLOTS timeslots; PARTIES are (place of the timeslot, people).

    The first timeslot's doors are open now, the others' are not yet.
    """
    made = run_in(
        demo,
        f"""
import uuid
from events.programme.models import Programme
from tests.door.builders import event, party, slots_of
made = event(
    slots={slots}, slug="door-" + uuid.uuid4().hex[:8],
    programme=Programme.objects.get(slug="legacy-talks"),
)
slots = slots_of(made)
codes = [party(slots[place], people=people).token for place, people in {parties!r}]
print(json.dumps([made.slug, [slot.pk for slot in slots], codes]))
""",
    )
    return Stage(*made)


def pairing_code(
    demo: DemoStack, slug: str, *, role: str = "gate", is_rehearsal: bool = False
) -> str:
    """A one-time code, as the staff's page shows it."""
    return run_in(
        demo,
        f"""
from django.utils import timezone
from events.door.usecases.pair_device import open_pairing
from events.programme.models import Event
print(json.dumps(open_pairing(
    event=Event.objects.get(slug={slug!r}), actor="user:1", now=timezone.now(),
    role={role!r}, is_rehearsal={is_rehearsal!r},
)))
""",
    )


def pair(
    page: Page, demo: DemoStack, slug: str, *, name: str = "入口A", **options: Any
) -> None:
    """PAGE becomes a scanner of the event and stands at its first timeslot."""
    page.goto(f"{demo.url}/scanner/#pair={pairing_code(demo, slug, **options)}")
    page.get_by_label("端末の名前").fill(name)
    page.get_by_role("button", name="端末を登録する").click()
    choose = page.get_by_role("button", name="この回の受付を始める")
    shown = "#screen-choose:visible, #screen-ready:visible"
    expect(page.locator(shown)).to_be_visible()
    if choose.is_visible():
        page.locator("#choose-slots input").first.check()
        choose.click()
    expect(page.get_by_label("受付番号を入れる")).to_be_visible()


def scan(page: Page, code: str) -> None:
    """CODE as a hardware reader types it, or a helper; waits for the verdict."""
    page.get_by_label("受付番号を入れる").fill(code)
    page.get_by_role("button", name="確かめる").click()
    expect(page.locator("#screen-verdict")).to_be_visible()
