"""A student applies on a phone; the city hears, scores, decides; the letter comes.

With a demo of its own: it begins the next year, which all other journeys would see.
"""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.inspection import PHONE, inspect
from tests.journeys.pages import LANGUAGES, THIS_YEAR
from tests.journeys.stack import DemoStack
from tests.journeys.test_network import enter

pytestmark = [pytest.mark.browser, pytest.mark.slow]
YEAR = THIS_YEAR + 1
NAMES = ("", "架空 いずみ", "架空 うみ")
BEGIN_THE_YEAR = f"""
from datetime import date, timedelta
from django.utils import timezone
from network.youth.models import YouthRules
from peace.demo import network, network_applications
now = timezone.now()
rules = network._publish(
    {YEAR}, deadline=now + timedelta(days=40), actor="user:0", now=now,
    days=network._days(date({YEAR}, 7, 12), date({YEAR}, 8, 20)),
)
YouthRules.objects.filter(pk=rules.pk).update(
    criteria=network_applications.CRITERIA
)
"""
TEN_MINUTES_PASS = """
from django.utils import timezone
from network.youth.models import YouthApplication
from peace.outbox.models import OutboxMessage
now = timezone.now()
OutboxMessage.objects.filter(kind="application_result").update(due_at=now)
YouthApplication.objects.filter(result_sent_at__gt=now).update(result_sent_at=now)
"""


@pytest.fixture(scope="module")
def own_demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoStack]:
    stack = DemoStack(Path(tmp_path_factory.mktemp("applications")))
    try:
        stack.with_tables().start()
        stack.beside.run(BEGIN_THE_YEAR)
        yield stack
    finally:
        stack.stop()


def letter_about(page: Page, demo: DemoStack, address: str, words: str) -> str:
    """The text of the letter to ADDRESS whose subject has WORDS, once it is there."""
    for _ in range(120):
        page.goto(f"{demo.url}/demo/mail/")
        found = page.locator("article", has_text=address).filter(has_text=words)
        if found.count():
            found.first.locator("a").first.click()
            return page.locator("pre.letter").first.inner_text()
        page.wait_for_timeout(500)
    raise AssertionError(f"no letter to {address}: {words}")


def apply_in(page: Page, demo: DemoStack, language: str, number: int) -> None:
    page.goto(f"{demo.url}{language}/network/youth/{YEAR}/132080/apply/")
    for name, typed in {
        "name": NAMES[number],
        "kana": f"かくう {'あいう'[number]}",
        "born_on": f"{YEAR - 17}-05-05",
        "address": "調布市架空町1-2-3",
        "email": f"young{number}@example.jp",
        "guardian_name": "架空 親",
        "guardian_phone": "042-555-0000",
        "motivation": "広島で聞いたことを、\n友だちに話したいです。",
    }.items():
        page.locator(f"[name={name}]").fill(typed)
    page.locator("[name=lives_here]").check()
    page.locator("[name=can_attend]").check()
    page.locator("main form button").click()


def test_a_student_applies_and_the_city_decides(
    own_demo: DemoStack, open_context: Callable[..., BrowserContext]
) -> None:
    demo, faults = own_demo, []
    city = open_context().new_page()
    enter(city, demo, "coordinator")
    expect(city.get_by_role("heading", level=1)).to_contain_text(str(YEAR))

    # The city opens its page.
    city.get_by_role("link", name="応募の受け付け方を決める").click()
    city.get_by_label("このポータルの公開ページで受け付ける").check()
    city.get_by_role("button", name="保存する").click()
    faults += inspect(city, "youth:applications-settings refused")
    expect(city.get_by_role("alert")).to_contain_text("お問い合わせ先を入力")
    city.get_by_label("お問い合わせ先").fill("平和文化課 042-000-0000")
    city.get_by_label("市からのことば").fill("調布市から、広島へ。")
    city.get_by_role("button", name="保存する").click()
    faults += inspect(city, "youth:applications empty")
    expect(city.get_by_text("まだ応募はありません")).to_be_visible()
    city.get_by_role("link", name="QRコードとリンク").first.click()
    faults += inspect(city, "youth:applications-poster")
    public = city.get_by_label("公開ページのリンク").input_value()

    # A student reads it on a phone, and applies in English.
    student = open_context(viewport={"width": PHONE, "height": 700}).new_page()
    for language in LANGUAGES:
        student.goto(public.replace(demo.url, demo.url + language))
        faults += inspect(student, f"youth:city-page open {language}")
        student.locator("main a.button").click()
        faults += inspect(student, f"youth:apply {language}")
    student.goto(f"{demo.url}/en/network/youth/{YEAR}/132080/apply/")
    motivation = student.locator("[name=motivation]")
    motivation.fill("𠮷" * 799)
    expect(student.get_by_text("Characters left: 1").first).to_be_visible()
    motivation.fill("x" * 801)
    student.get_by_role("button", name="Send the application").click()
    faults += inspect(student, "youth:apply refused")
    expect(student.get_by_role("alert")).to_contain_text("take out 1 character")
    expect(motivation).to_have_value("x" * 801)
    apply_in(student, demo, "/en", 1)
    expect(student.get_by_role("heading", level=1)).to_have_text(
        "We received your application"
    )
    faults += inspect(student, "youth:application")
    number = student.locator(".receipt").inner_text()
    own_page = student.url.partition("?")[0]
    mail = open_context().new_page()
    received = letter_about(mail, demo, "young1@example.jp", "received")
    assert number in received
    assert own_page in received

    # Somebody else applies in easy Japanese.
    other = open_context(viewport={"width": PHONE, "height": 700}).new_page()
    apply_in(other, demo, "/ja-easy", 2)
    faults += inspect(other, "youth:application ja-easy")
    other.locator("main a.button.text").click()
    faults += inspect(other, "youth:application-withdraw")
    other.go_back()

    # The city makes times, invites, and scores.
    city.goto(f"{demo.url}/network/city/{YEAR}/applications/slots/")
    faults += inspect(city, "youth:interview-slots empty")
    day = timezone.localdate() + timedelta(days=9)
    for label, typed in {
        "日": day.isoformat(),
        "から": "13:00",
        "まで": "14:00",
    }.items():
        city.get_by_label(re.compile(f"^{label}")).fill(typed)
    city.get_by_label("場所").fill("市役所5階")
    city.get_by_role("button", name="面接の時間を作る").click()
    expect(city.get_by_role("status")).to_contain_text("3回分")
    faults += inspect(city, "youth:interview-slots")
    city.goto(f"{demo.url}/network/city/{YEAR}/applications/")
    city.get_by_role("link", name="架空 いずみ").click()
    city.get_by_role("button", name="面接に案内する").click()
    expect(city.get_by_role("status")).to_contain_text("案内しました")
    for label, points in {"志望動機": "9", "帰ってから": "8", "話す力": "9"}.items():
        city.get_by_role("spinbutton", name=re.compile(f"^{label}")).fill(points)
    city.get_by_role("button", name="採点表を保存する").click()
    expect(city.get_by_role("alert")).to_contain_text("0から5まで")
    city.get_by_role("spinbutton", name=re.compile("^話す力")).fill("5")
    city.get_by_role("button", name="採点表を保存する").click()
    expect(city.get_by_role("status")).to_contain_text("合計22点")
    faults += inspect(city, "youth:city-application")

    # The student sees the time, and takes another one.
    interview = letter_about(mail, demo, "young1@example.jp", "interview")
    assert "市役所5階" in interview
    student.goto(own_page)
    faults += inspect(student, "youth:application invited")
    student.locator("[name=slot]").last.check()
    student.get_by_role("button", name="Change to this time").click()
    expect(student.get_by_role("status")).to_contain_text("changed")
    expect(student.locator(".facts")).to_contain_text("1:40pm")

    # The city decides; the letters are seen before they leave.
    city.goto(f"{demo.url}/network/city/{YEAR}/applications/?sort=score")
    faults += inspect(city, "youth:applications")
    city.get_by_role("link", name="推薦者を決める…").click()
    city.get_by_role("button", name="手紙を確かめる").click()
    faults += inspect(city, "youth:applications-decide refused")
    expect(city.get_by_role("alert")).to_contain_text("推薦者を1人選んで")
    city.get_by_label("架空 いずみさんを推薦者にする").check()
    city.get_by_role("button", name="手紙を確かめる").click()
    faults += inspect(city, "youth:applications-decide confirm")
    expect(city.locator("form.confirm")).to_contain_text("2通")
    city.get_by_role("button", name="決定して、手紙を出す").click()
    expect(city.get_by_role("status")).to_contain_text("10分後")
    student.goto(own_page)
    expect(student.locator("main")).not_to_contain_text("chosen")

    # Taken back, and decided again.
    city.get_by_role("button", name="決定を元に戻す").click()
    expect(city.get_by_role("status")).to_contain_text("元に戻しました")
    city.get_by_role("link", name="推薦者を決める…").click()
    city.get_by_label("架空 いずみさんを推薦者にする").check()
    city.get_by_role("button", name="手紙を確かめる").click()
    city.get_by_role("button", name="決定して、手紙を出す").click()
    faults += inspect(city, "youth:applications decided")

    demo.beside.run(TEN_MINUTES_PASS)
    chosen = letter_about(mail, demo, "young1@example.jp", "chosen")
    assert "Thank you for applying" in chosen
    told = letter_about(mail, demo, "young2@example.jp", "結果")
    assert "ほかの" in told
    student.goto(own_page)
    expect(student.get_by_role("heading", level=1)).to_have_text("You were chosen")
    faults += inspect(student, "youth:application chosen")

    city.goto(f"{demo.url}/network/city/")
    city.locator(".card a", has_text="架空 いずみ").click()
    expect(city.get_by_text("下書き").first).to_be_visible()
    expect(city.get_by_text("友だちに話したいです")).to_be_visible()
    assert not faults, "\n".join(faults)
