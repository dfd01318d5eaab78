"""Staff write a rule and see whom it reaches; a person says that they will come."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.door import run_in
from tests.journeys.inspection import inspect
from tests.journeys.mail import open_mail
from tests.journeys.stack import DemoStack

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Opener = Callable[..., BrowserContext]


def a_talk(demo: DemoStack, slug: str) -> dict[str, Any]:
    """An event of its own in two days, with three parties, in three languages."""
    return run_in(
        demo,
        f"""
from datetime import timedelta
from django.utils import timezone
from events.programme.models import Programme
from tests import cast
now = timezone.now()
event = cast.event(
    slug={slug!r},
    now=now,
    starts_at=cast.tokyo(now, days=2, at=cast.time(13, 30)),
    programme=Programme.objects.get(slug="legacy-talks"),
    short_title={{
        "ja": "返事の会", "en": "Answers", "ja-easy": "返事《へんじ》の 会《かい》"
    }},
)
links = {{}}
for language in ("ja", "ja-easy", "en"):
    party = cast.registration(
        event,
        people=["返田 " + {{"ja": "一", "ja-easy": "二", "en": "三"}}[language]],
        email=f"answer-{{language}}@example.jp",
        language=language,
        now=now - timedelta(days=9),
    )
    prefix = "" if language == "ja" else f"/{{language}}"
    links[language] = f"{{prefix}}/registration/{{party.signed_token}}/coming/"
print(json.dumps(links))
""",
    )


def test_a_rule_reaches_its_people_and_they_say_that_they_will_come(
    demo: DemoStack, open_context: Opener
) -> None:
    links = a_talk(demo, "answers")
    staff = open_context().new_page()
    enter_as_staff(staff, demo.url)
    staff.goto(f"{demo.url}/staff/events/answers/reminders/")
    staff.get_by_role("link", name="参加の確認").click()

    staff.get_by_label("何日前に送るか").fill("9")
    staff.get_by_role("button", name="だれに届くか見る").click()
    expect(
        staff.get_by_text("9日前10:00に、席があり、参加の返事がまだの方へ。")
    ).to_be_visible()
    staff.get_by_label("何日前に送るか").fill("3")
    staff.get_by_role("button", name="だれに届くか見る").click()
    expect(staff.get_by_text("3組 3名")).to_be_visible()
    assert inspect(staff, "reminder rule") == []
    staff.get_by_role("button", name="保存する").click()
    expect(staff.get_by_text("規則を保存しました。")).to_be_visible()
    assert inspect(staff, "reminders of an event") == []

    # Beat rings every minute; a second bell makes no second letter.
    ring(demo)
    ring(demo)
    inbox = open_context().new_page()
    letter = inbox.locator("article").filter(has_text="参加されますか（返事の会）")
    open_mail(inbox, demo.url, letter)
    link = re.search(r"http\S+/coming/", inbox.locator("body").inner_text())
    assert link
    assert link[0].endswith(links["ja"])

    visitor = open_context(java_script_enabled=False).new_page()
    visitor.goto(demo.url + links["ja"])  # the bell rang beside it, without its port
    assert_open(visitor, "参加されますか")
    visitor.get_by_role("button", name="参加します").click()
    expect(visitor.get_by_text("参加のお返事を受け付けました。")).to_be_visible()

    staff.goto(f"{demo.url}/staff/events/answers/reminders/ledger/")
    assert inspect(staff, "ledger") == []
    row = (
        staff.get_by_role("row")
        .filter(has_text="返田 一")
        .filter(has_text="参加の確認")
    )
    expect(row.get_by_text("送信済み")).to_be_visible()
    row.get_by_role("link", name="文を見る").click()
    expect(
        staff.get_by_text("参加されるかどうかを、お知らせください。")
    ).to_be_visible()
    staff.goto(f"{demo.url}/staff/events/answers/registrations/")
    expect(staff.get_by_text("参加の返事あり")).to_have_count(1)


@pytest.mark.parametrize(
    ("language", "asked", "button", "said", "no"),
    [
        ("en", "Will you come?", "I will come", "We have noted", "I cannot come"),
        ("ja-easy", "来", "行", "返事", "来"),
    ],
)
def test_the_question_in_the_other_languages(
    demo: DemoStack,
    open_context: Opener,
    language: str,
    asked: str,
    button: str,
    said: str,
    no: str,
) -> None:
    links = a_talk(demo, f"answers-{language}")
    visitor = open_context().new_page()
    visitor.goto(demo.url + links[language])

    expect(visitor.get_by_role("heading", level=1)).to_contain_text(asked)
    assert inspect(visitor, f"coming {language}") == []
    visitor.locator("main form button").filter(has_text=button).click()
    expect(visitor.get_by_role("status").filter(has_text=said)).to_be_visible()
    assert inspect(visitor, f"came {language}") == []
    visitor.locator("main").get_by_role("link").filter(has_text=no).last.click()
    assert visitor.url.endswith("/cancel/")


def assert_open(page: Page, heading: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)


def ring(demo: DemoStack) -> None:
    run_in(
        demo,
        """
from django.utils import timezone
from events.reminders.usecases.write_due import write_due_reminders
print(json.dumps({"written": write_due_reminders(now=timezone.now())}))
""",
    )


def enter_as_staff(page: Page, url: str) -> None:
    page.goto(f"{url}/demo/enter/staff/")
    page.locator("main form button").first.click()
