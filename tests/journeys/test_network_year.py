"""The network's whole year in one story, from the rules to the summit.

With a demo of its own: it begins the next year, which all other journeys would see.
One browser stands for the secretariat, one for the coordinators of several cities
(the demo's coordinator changes city), one for a family, one for the leader's phone.
"""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.door import pair, run_in, scan
from tests.journeys.pages import THIS_YEAR
from tests.journeys.stack import DemoStack
from tests.journeys.test_door_offline import (
    PHONE_OF_A_HELPER,
    SOON_MS,
    come_back,
    go_offline,
    is_ready_for_the_basement,
)
from tests.journeys.test_guardians import wait_for_link
from tests.journeys.test_network import enter

pytestmark = [pytest.mark.browser, pytest.mark.slow]
YEAR = THIS_YEAR + 1
CHOFU, HINO, KUNITACHI, MACHIDA = "132080", "132128", "132152", "132098"
FAMILY = "family-of-the-year@example.jp"
PHONE = {"viewport": {"width": 375, "height": 780}}


@pytest.fixture(scope="module")
def own_demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoStack]:
    stack = DemoStack(Path(tmp_path_factory.mktemp("network-year")))
    try:
        yield stack.with_tables().start()
    finally:
        stack.stop()


def act_for(demo: DemoStack, code: str) -> None:
    """The coordinator of the demo acts for another city from now on."""
    run_in(
        demo,
        f"""
from network.cities.models import Coordinator
mine = Coordinator.objects.filter(user__email="coordinator@example.jp")
print(json.dumps(mine.filter(ends_at=None).update(municipality={code!r})))
""",
    )


def nominate(city: Page, demo: DemoStack, name: str, *, kind: str = "principal") -> str:
    """Write a nominee and send them in; the address of the nomination."""
    city.goto(f"{demo.url}/network/city/{YEAR}/new/{kind}/")
    for field, typed in {
        "name": name,
        "kana": "かくう なかま",
        "born_on": f"{YEAR - 17}-05-05",
        "address": "架空町1-2-3",
        "guardian_name": "架空 親",
        "guardian_email": FAMILY,
        "email": "youth-of-the-year@example.jp",
        "motivation": "広島で聞いたことを、友だちに話します。",
    }.items():
        city.locator(f"[name={field}]").fill(typed)
    city.get_by_role("button", name="下書きを保存する").click()
    city.get_by_role("button", name="推薦を提出する").click()
    expect(city.get_by_role("status")).to_contain_text("推薦を提出しました")
    return city.url


def at_review(office: Page, demo: DemoStack, nomination: str) -> None:
    number = nomination.rstrip("/").rpartition("/")[2]
    office.goto(f"{demo.url}/network/reviews/{number}/")


def accept(office: Page, demo: DemoStack, nomination: str) -> None:
    at_review(office, demo, nomination)
    office.get_by_role("button", name="承認する").click()
    expect(office.get_by_role("status")).to_contain_text("承認しました")


def tile(office: Page, demo: DemoStack, city: str) -> str:
    office.goto(f"{demo.url}/network/board/{YEAR}/")
    return office.locator(".tiles a", has_text=city).inner_text()


def test_a_year_of_the_network(
    own_demo: DemoStack, open_context: Callable[..., BrowserContext]
) -> None:
    demo = own_demo
    office, city = open_context().new_page(), open_context().new_page()
    enter(office, demo, "secretariat")
    enter(city, demo, "coordinator")

    # The secretariat publishes the year; every city reads the same rules.
    office.goto(f"{demo.url}/network/years/{YEAR}/new/")
    until = timezone.localtime() + timedelta(days=40)
    office.get_by_label("推薦の期限").fill(f"{until:%Y-%m-%dT17:00}")
    office.get_by_label("必ず参加する日").fill(
        f"{YEAR}-07-12 事前研修\n{YEAR}-08-20 広島へ"
    )
    office.get_by_role("button", name="下書きを保存する").click()
    office.get_by_role("button", name="この下書きを公開する").click()
    expect(office.get_by_role("status")).to_contain_text("公開しました")
    assert "未着手" in tile(office, demo, "日野市")

    # Chofu takes applications here, Hino recruits by itself, Kunitachi submits at once.
    city.goto(f"{demo.url}/network/city/")
    city.get_by_role("link", name="応募の受け付け方を決める").click()
    city.get_by_label("このポータルの公開ページで受け付ける").check()
    city.get_by_label("お問い合わせ先").fill("平和文化課 042-000-0000")
    city.get_by_role("button", name="保存する").click()
    assert "募集中" in tile(office, demo, "調布市")
    act_for(demo, HINO)
    city.goto(f"{demo.url}/network/city/")
    city.get_by_label("面接中").check()
    city.get_by_role("button", name="事務局に知らせる").click()
    assert "面接中" in tile(office, demo, "日野市")

    # Hino's first choice cannot go: the reserve moves up in one step.
    first = nominate(city, demo, "架空 はじめ")
    reserve = nominate(city, demo, "架空 つぎ", kind="reserve")
    accept(office, demo, first)
    accept(office, demo, reserve)
    city.goto(first)
    city.get_by_role("link", name="取り下げる…").click()
    city.get_by_label("理由").fill("進学のため")
    city.get_by_role("button", name="取り下げる", exact=True).click()
    expect(city.get_by_role("status")).to_contain_text("補欠の方が推薦者になりました")

    # Kunitachi's is sent back, mended, accepted.
    act_for(demo, KUNITACHI)
    mine = nominate(city, demo, "架空 くに")
    at_review(office, demo, mine)
    office.get_by_label("直すところ").fill("志望動機をもう少し詳しく")
    office.get_by_role("button", name="差し戻す").click()
    assert "差戻し" in tile(office, demo, "国立市")
    city.goto(mine)
    expect(city.get_by_text("志望動機をもう少し詳しく")).to_be_visible()
    city.get_by_role("link", name="直す", exact=True).click()
    city.get_by_label("志望動機").fill("広島で聞いて、学校で話し、続けます。")
    city.get_by_role("button", name="下書きを保存する").click()
    city.get_by_role("button", name="推薦を提出する").click()
    accept(office, demo, mine)

    _machida_is_late(office, demo)
    _a_guardian_signs(city, demo, open_context)
    trip = _a_trip_of_today(office, demo)
    _the_roll_is_called(office, demo, open_context, trip)
    _a_report_is_read(office, demo, open_context)
    _kunitachi_comes_to_the_summit(city, demo)


def _machida_is_late(office: Page, demo: DemoStack) -> None:
    """The deadline passes; the reminder goes by itself on the next working day."""
    run_in(
        demo,
        f"""
from datetime import timedelta
from django.utils import timezone
from network.youth.models import YouthRules
from network.youth.usecases.remind_cities import remind_cities
now = timezone.now()
YouthRules.objects.filter(programme__year={YEAR}).update(
    deadline=now - timedelta(hours=2)
)
at = timezone.localtime(now).replace(hour=10, minute=5)
for _day in range(12):
    at += timedelta(days=1)
    if remind_cities(now=at):
        break
print(json.dumps(str(at)))
""",
    )
    words = tile(office, demo, "町田市")
    assert "推薦1日遅れ" in words
    assert "最後のお知らせ" in words


def _a_guardian_signs(
    city: Page, demo: DemoStack, open_context: Callable[..., BrowserContext]
) -> None:
    """The link comes by mail, the code from the city; the checklist follows."""
    city.goto(f"{demo.url}/network/city/")
    city.locator("a.button", has_text=re.compile("提出物")).first.click()
    city.get_by_role("link", name="本人と保護者のリンク").click()
    links = city.url
    card = city.locator("article.card", has_text="保護者").first
    card.get_by_role("button", name="リンクを送る").click()
    code = city.locator(".receipt").first.inner_text()
    family = open_context(**PHONE).new_page()
    family.goto(wait_for_link(family, demo, FAMILY, not_in=[]))
    family.locator("#id_code").fill(code)
    family.locator("main form button").click()
    expect(family).to_have_url(re.compile("/home/"))
    home = family.url
    family.goto(home.replace("home/", "consent/"))
    family.locator("#id_relation").fill("母")
    family.get_by_role("button", name="同意する").click()
    expect(family.get_by_role("status")).to_be_visible()
    family.goto(home.replace("home/", "health/"))
    family.locator("button[name=nothing]").click()
    expect(family.get_by_role("status")).to_be_visible()

    city.goto(links.replace("links/", ""))
    for item in ("保護者の同意", "健康と食事の調査"):
        row = city.locator("li, article, section", has_text=item).last
        expect(row).to_contain_text("済み")


def _a_trip_of_today(office: Page, demo: DemoStack) -> dict:
    """The secretariat plans it; two muster points are set to now."""
    office.goto(f"{demo.url}/network/trips/{YEAR}/")
    office.get_by_role("button", name="この年度の派遣を作る").click()
    return run_in(
        demo,
        f"""
from datetime import timedelta
from django.utils import timezone
from network.youth.choices import StopKind
from network.youth.models import Delegate, YouthProgramme
from network.youth.usecases.plan_trip import StopPlan, save_timetable
year, now = YouthProgramme.objects.get(year={YEAR}), timezone.now()
Delegate.objects.filter(programme=year).update(began_at=now - timedelta(days=1))
first = list(year.trip.timeslots.values_list("pk", flat=True))
begins, hour = now.replace(second=0, microsecond=0), timedelta(hours=1)
rows = [
    StopPlan(begins, begins + hour, "東京駅 集合", "丸の内", StopKind.MUSTER),
    StopPlan(begins + hour, begins + 2 * hour, "フェリー", "宇品", StopKind.MUSTER),
]
save_timetable(programme=year, rows=rows, removed=first, actor="user:1", now=now)
codes = {{
    each.municipality.name: each.registration.tickets.valid().get().token
    for each in Delegate.objects.filter(programme=year).active()
}}
slots = list(year.trip.timeslots.in_order().values_list("pk", flat=True))
print(json.dumps({{"slug": year.trip.slug, "codes": codes, "slots": slots}}))
""",
    )


def _the_roll_is_called(
    office: Page,
    demo: DemoStack,
    open_context: Callable[..., BrowserContext],
    trip: dict,
) -> None:
    """By the leader without signal; the office sees it once there is one again."""
    assert set(trip["codes"]) == {"日野市", "国立市"}
    phone = open_context(**PHONE_OF_A_HELPER).new_page()
    pair(phone, demo, trip["slug"], name="引率A")
    is_ready_for_the_basement(phone)
    expect(phone.locator("#roll-open-count")).to_have_text("0 / 2", timeout=SOON_MS)
    go_offline(phone)
    scan(phone, trip["codes"]["日野市"])
    expect(phone.locator("#verdict-word")).to_have_text("日野市")
    phone.get_by_role("button", name="次の人").click()
    phone.get_by_role("button", name="点呼").click()
    expect(phone.locator("#roll-missing b")).to_have_text(["国立市"])
    phone.get_by_role("button", name="国立市").click()
    expect(phone.locator("#roll-everyone")).to_be_visible()
    come_back(phone)
    office.goto(f"{demo.url}/network/trips/{YEAR}/roll-call/{trip['slots'][0]}/")
    expect(office.locator(".roll-all")).to_be_visible(timeout=2 * SOON_MS)


def _a_report_is_read(
    office: Page, demo: DemoStack, open_context: Callable[..., BrowserContext]
) -> None:
    """Written on a phone, approved, published, read by everybody."""
    token, code = run_in(
        demo,
        f"""
from django.utils import timezone
from network.youth.models import Delegate
from network.youth.usecases.personal_link import make_link
who = Delegate.objects.get(
    programme__year={YEAR}, municipality={KUNITACHI!r}, ended_at=None
)
link, code = make_link(
    delegate=who, reader="DELEGATE", actor="user:1", now=timezone.now()
)
print(json.dumps([link.token, code]))
""",
    )
    writer, reader = open_context(**PHONE).new_page(), open_context().new_page()
    writer.goto(f"{demo.url}/network/for/{token}/")
    writer.locator("#id_code").fill(code)
    writer.locator("main form button").click()
    writer.goto(f"{demo.url}/network/for/{token}/report/")
    writer.get_by_label("題", exact=True).fill("朝の川")
    writer.get_by_label("文", exact=True).fill("朝の川を見ました。\n\n忘れません。")
    writer.get_by_label("題と文を公開してよい").check()
    writer.get_by_role("button", name="報告を提出する").click()
    expect(writer.get_by_text("市と事務局が読んでいます")).to_be_visible()
    office.goto(f"{demo.url}/network/years/{YEAR}/reports/")
    office.locator("tbody tr", has_text="国立市").get_by_role("link").first.click()
    office.get_by_role("button", name="承認する").click()
    office.goto(f"{demo.url}/network/years/{YEAR}/reports/publish/")
    office.get_by_role("button", name="公開する").click()
    reader.goto(f"{demo.url}/network/youth/{YEAR}/reports/")
    reader.get_by_role("link", name="朝の川").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("朝の川")
    assert "架空 くに" not in reader.content()


def _kunitachi_comes_to_the_summit(city: Page, demo: DemoStack) -> None:
    """The city names its mayor; citizens come in a number."""
    city.goto(f"{demo.url}/network/city/summit/")
    city.get_by_role("link", name=re.compile("返事を")).first.click()
    city.get_by_role("radio", name="出席する").check()
    mayor = city.get_by_role("group", name="市長")
    mayor.get_by_label("お名前").fill("国立 花子")
    city.get_by_label("市民の人数").fill("3")
    city.get_by_role("button", name="返事を送る").click()
    expect(city.get_by_role("status")).to_contain_text("返事を送りました")
