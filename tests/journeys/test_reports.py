"""A delegate writes on a phone, the secretariat asks and approves, everybody reads."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.inspection import inspect
from tests.journeys.pages import THIS_YEAR
from tests.journeys.stack import DemoStack
from tests.journeys.test_network import enter
from tests.network.builders import picture

pytestmark = [pytest.mark.browser, pytest.mark.slow]
LAST_YEAR = THIS_YEAR - 1
# The city makes a link for the delegate whose report is still missing.
MAKE_LINK = f"""
from django.utils import timezone
from network.youth.models import Delegate
from network.youth.usecases.personal_link import make_link
who = Delegate.objects.get(programme__year={LAST_YEAR}, report__isnull=True)
who.nomination.email = "youth@example.jp"
who.nomination.save()
link, code = make_link(
    delegate=who, reader="DELEGATE", actor="user:1", now=timezone.now()
)
print("LINK", link.token, code)
"""


def link_and_code(demo: DemoStack) -> tuple[str, str]:
    printed = demo.beside.run(MAKE_LINK)
    _word, token, code = re.search(r"LINK \S+ \S+", printed)[0].split()
    return f"{demo.url}/network/for/{token}/", code


def test_a_report_is_written_sent_back_approved_read_and_withdrawn(demo, open_context):
    faults = []
    writer = open_context(viewport={"width": 375, "height": 800}).new_page()
    office = open_context().new_page()
    reader = open_context().new_page()
    link, code = link_and_code(demo)
    writer.goto(link)
    writer.locator("input[name=code]").fill(code)
    writer.locator("main form button").click()
    writer.goto(f"{link}report/")
    writer.get_by_label("題", exact=True).fill("川の音")
    writer.get_by_label("文", exact=True).fill("川の音を聞きました。\n\n忘れません。")
    expect(writer.get_by_text("あと3982文字です").first).to_be_visible()
    writer.locator("input[type=file]").set_input_files(
        {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture().getvalue()}
    )
    writer.get_by_role("button", name="写真を加えて保存する").click()
    writer.get_by_label("写真1の説明").fill("朝の川")
    writer.get_by_label("写っている人みんなに聞きました").check()
    writer.get_by_label("題と文を公開してよい").check()
    faults += inspect(writer, "youth:link-report")
    writer.get_by_role("button", name="公開される形を見る").click()
    faults += inspect(writer, "youth:link-report-preview")
    writer.goto(f"{link}report/")
    writer.get_by_role("button", name="写真1を外す").click()
    faults += inspect(writer, "youth:link-report-photo-remove")
    writer.get_by_role("link", name="外さないで戻る").click()
    writer.get_by_role("button", name="報告を提出する").click()
    expect(writer.get_by_text("市と事務局が読んでいます")).to_be_visible()
    faults += inspect(writer, "youth:link-report, handed in")

    enter(office, demo, "secretariat")
    office.goto(f"{demo.url}/network/years/{LAST_YEAR}/reports/")
    faults += inspect(office, "youth:year-reports")
    # The last city of the list whose delegate had not written.
    row = office.locator("tbody tr", has_text="あきる野市")
    row.get_by_role("link").click()
    faults += inspect(office, "youth:report-review")
    office.get_by_label("直すところ").fill("どの川か、書いてください。")
    office.get_by_role("button", name="直しをお願いする").click()
    expect(office.get_by_role("status")).to_contain_text("直しのお願いを送りました")
    at_review = office.url

    writer.reload()
    expect(writer.get_by_text("どの川か、書いてください。")).to_be_visible()
    writer.get_by_label("題", exact=True).fill("元安川の音")
    writer.get_by_role("button", name="報告を提出する").click()
    office.goto(at_review)
    office.get_by_role("button", name="承認する").click()
    office.goto(f"{demo.url}/network/years/{LAST_YEAR}/reports/publish/")
    faults += inspect(office, "youth:reports-publish")
    office.get_by_role("button", name="公開する").click()
    office.get_by_role("link", name="公開をやめる").click()
    faults += inspect(office, "youth:reports-unpublish")

    public = f"{demo.url}/network/youth/{LAST_YEAR}/reports/"
    reader.goto(public)
    reader.get_by_role("link", name="元安川の音").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("元安川の音")
    # Their consent on paper reaches as far as pictures.
    expect(reader.get_by_role("img", name="朝の川")).to_have_count(1)
    writer.reload()
    faults += inspect(writer, "youth:link-report, approved")
    writer.get_by_label("題と文を公開してよい").uncheck()
    writer.get_by_role("button", name="公開してよいものを保存する").click()
    assert reader.reload().status == 404
    assert not faults, "\n".join(faults)


def test_what_they_did_since_is_recorded_and_adds_up(demo, open_context):
    faults = []
    city, office = open_context().new_page(), open_context().new_page()
    enter(city, demo, "coordinator")
    city.get_by_role("link", name="派遣ユース", exact=True).click()
    faults += inspect(city, "youth:city-delegates")
    city.get_by_role("link", name="読む").first.click()
    faults += inspect(city, "youth:city-report")
    city.go_back()
    # Another journey may have made this year's delegate.
    last = city.get_by_role("row").filter(has_text=str(LAST_YEAR)).first
    last.get_by_role("link", name="見る・記録する").click()
    city.get_by_label("学校や地域での報告").check()
    city.locator("input[name=on]").fill(f"{THIS_YEAR}-04-01")
    city.get_by_label("聞いた人の数").fill("77")
    city.get_by_role("button", name="記録する").click()
    expect(city.get_by_role("status")).to_contain_text("記録しました")
    faults += inspect(city, "youth:city-after")
    row = city.locator("tbody tr", has_text="77")
    row.get_by_role("button", name="外す").click()
    expect(row).to_have_count(0)
    city.get_by_role("button", name="元に戻す").click()
    row.get_by_role("link", name="直す").click()
    faults += inspect(city, "youth:city-after-edit")

    enter(office, demo, "secretariat")
    office.goto(f"{demo.url}/network/board/")
    office.get_by_role("link", name="派遣ユースのその後").click()
    faults += inspect(office, "youth:after-years")
    office.get_by_role("link", name=f"{LAST_YEAR}年度").click()
    faults += inspect(office, "youth:after-year")
    expect(office.locator("tbody tr", has_text="調布市")).to_contain_text("77")
    office.get_by_role("link", name="調布市").click()
    faults += inspect(office, "youth:desk-after")
    office.get_by_role("link", name="直す").first.click()
    faults += inspect(office, "youth:desk-after-edit")
    assert not faults, "\n".join(faults)
