"""A city hands in for its delegate, the secretariat finds a problem, it is mended."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from tests.journeys.inspection import inspect
from tests.journeys.pages import THIS_YEAR
from tests.journeys.stack import DemoStack
from tests.journeys.test_network import enter

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def scan(name: str = "同意書.png") -> FilePayload:
    out = io.BytesIO()
    Image.new("RGB", (300, 400), "white").save(out, "PNG")
    return {"name": name, "mimeType": "image/png", "buffer": out.getvalue()}


def test_a_file_goes_in_is_sent_back_and_replaced(demo: DemoStack, open_context):
    faults: list[str] = []
    city: Page = open_context().new_page()
    enter(city, demo, "coordinator")
    city.locator("a", has_text=f"提出物（{THIS_YEAR - 1}年度）").click()
    faults += inspect(city, "youth:delegate")
    expect(city.get_by_role("heading", level=1)).to_contain_text("派遣ユースの提出物")
    city.get_by_role("link", name="参加費").click()
    faults += inspect(city, "youth:delegate-item of a tick")
    city.go_back()
    city.get_by_role("link", name="写真と名前の公開についての同意").click()
    where = city.url

    city.get_by_role("button", name="ファイルを出す").click()
    expect(city.get_by_role("alert")).to_contain_text("ファイルを選んでください")
    faults += inspect(city, "youth:delegate-item with a refusal")
    page = {"name": "page.html", "mimeType": "text/html", "buffer": b"<script>1"}
    city.locator("input[type=file]").set_input_files([page])
    city.get_by_role("button", name="ファイルを出す").click()
    expect(city.get_by_role("alert")).to_contain_text("受け取れません")
    city.locator("input[type=file]").set_input_files([scan(), scan("裏.png")])
    city.get_by_role("button", name="ファイルを出す").click()
    expect(city.get_by_role("status")).to_contain_text("受け取りました")
    expect(city.get_by_text("「裏.png」")).to_be_visible()
    faults += inspect(city, "youth:delegate-item")
    with city.expect_download() as download:
        city.get_by_role("link", name="ファイル1（JPEG）").click()
    assert "調布市" in download.value.suggested_filename
    assert "同意書" not in download.value.suggested_filename

    office: Page = open_context().new_page()
    enter(office, demo, "secretariat")
    office.goto(f"{demo.url}/network/years/{THIS_YEAR}/documents/")
    faults += inspect(office, "youth:documents")
    office.get_by_role("link", name="そろっていない市だけ").click()
    expect(office.get_by_role("row")).not_to_have_count(0)
    office.goto(f"{demo.url}/network/years/{THIS_YEAR - 1}/documents/")
    office.get_by_role("link", name="調布市").click()
    faults += inspect(office, "youth:check")
    office.get_by_role("link", name="写真と名前の公開についての同意").click()
    faults += inspect(office, "youth:check-item")
    office.get_by_role("button", name="市に知らせる").click()
    expect(office.get_by_role("alert")).to_contain_text("直してほしいこと")
    office.get_by_label("直してほしいこと").fill("裏の署名が読めません。")
    office.get_by_role("button", name="市に知らせる").click()
    expect(office.get_by_role("status")).to_contain_text("市に知らせました")

    city.goto(where)
    expect(city.get_by_text("裏の署名が読めません。")).to_be_visible()
    city.get_by_role("link", name=re.compile("差し替える.*ファイル2")).click()
    faults += inspect(city, "youth:delegate-file-replace")
    city.locator("input[type=file]").set_input_files(scan("裏2.png"))
    city.get_by_role("button", name="差し替える", exact=True).click()
    expect(city.get_by_text("「裏2.png」")).to_be_visible()
    city.get_by_role("link", name=re.compile("外す….*ファイル1")).click()
    faults += inspect(city, "youth:delegate-file-remove")
    city.get_by_role("button", name="外す", exact=True).click()
    expect(city.get_by_role("status")).to_contain_text("外しました")

    office.reload()
    expect(office.get_by_text("出し直し").first).to_be_visible()
    assert not faults, "\n".join(faults)
