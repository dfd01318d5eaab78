"""The description of an event: Markdown in, safe HTML out."""

import time

import pytest

from events.programme.markdown import LONGEST, markdown_html
from peace.language.ruby import convert_page
from tests import cast
from tests.page import Page


def test_headings_stand_under_those_of_the_page():
    assert markdown_html("# 一\n\n## 二\n\n###### 六") == (
        "<h3>一</h3>\n<h4>二</h4>\n<h6>六</h6>\n"
    )


def test_lists_emphasis_and_line_breaks_are_kept():
    assert markdown_html("- 一\n- **二**") == (
        "<ul>\n<li>一</li>\n<li><strong>二</strong></li>\n</ul>\n"
    )
    assert markdown_html("一行目\n二行目") == "<p>一行目<br>\n二行目</p>\n"


def test_a_link_out_of_the_house_says_nothing_of_the_reader():
    assert markdown_html("[図書館](https://example.jp/a)") == (
        '<p><a href="https://example.jp/a" rel="noopener noreferrer nofollow">'
        "図書館</a></p>\n"
    )
    assert markdown_html("[一覧](/)") == '<p><a href="/">一覧</a></p>\n'


def test_japanese_without_spaces_can_be_strong_beside_its_signs():
    assert markdown_html("**話。**次") == "<p><strong>話。</strong>次</p>\n"
    assert markdown_html("[a](https://example.jp/「x」)").startswith(
        '<p><a href="https://example.jp/%E3%80%8Cx%E3%80%8D"'
    )


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<div><b><a href='javascript:alert(1)'>x</a></b></div>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:x)",
        "<javascript:alert(1)>",
        "![x](javascript:alert(1))",
        "[x]: javascript:alert(1)\n\n[x]",
        "[x](file:///etc/passwd)",
        '[x](/a "onmouseover=alert(1)")<svg onload=alert(1)>',
    ],
)
def test_nothing_hostile_becomes_html(hostile):
    page = markdown_html(hostile)

    for tag in ("<script", "<img", "<svg", "<div", "<b>"):
        assert tag not in page
    for scheme in ("javascript:", "data:", "vbscript:", "file:"):
        assert f'href="{scheme}' not in page.lower()


def test_pictures_come_from_this_house_or_not_at_all():
    assert markdown_html("![像の写真](https://evil.example/x.png)") == (
        "<p>像の写真</p>\n"
    )
    assert "<img" not in markdown_html("![像](//evil.example/x.png)")
    assert markdown_html("![像](/static/../secret.png)") == "<p>像</p>\n"
    assert markdown_html("![像](/static/peace/a.png)") == (
        '<p><img src="/static/peace/a.png" alt="像"></p>\n'
    )


def test_readings_of_kanji_become_ruby_on_the_page():
    html = markdown_html("# 平和《へいわ》の 日《ひ》\n\n**話《はなし》**を 聞《き》く")

    page = convert_page(f"<html><body>{html}</body></html>")

    assert "<ruby>平和<rp>（</rp><rt>へいわ</rt><rp>）</rp></ruby>" in page
    assert "<strong><ruby>話" in page
    assert "《" not in page


@pytest.mark.parametrize("sign", ["[", "> ", "*", "`", "- ", "![", "<", "((", "# "])
def test_a_huge_text_takes_no_long_time(sign):
    """Twice the text, at most four times the work: in proportion, not by a clock."""

    def worked(text: str) -> tuple[float, str]:
        began = time.process_time()
        html = markdown_html(text)
        return time.process_time() - began, html

    half, _ = min(worked(sign * LONGEST) for _ in range(2))
    whole, html = worked(sign * (2 * LONGEST))

    assert whole < 4 * half + 0.1
    assert len(html) < 20 * LONGEST


@pytest.mark.django_db
@pytest.mark.parametrize("prefix", ["", "/en", "/ja-easy"])
def test_the_public_page_shows_the_description_in_its_language(client, prefix):
    cast.event(
        now=cast.NOW.replace(year=2099),
        body={
            "ja": "# 当日の流れ\n\n1. 受付",
            "ja-easy": "# その 日《ひ》\n\n1. 受付《うけつけ》",
            "en": "# On the day\n\n1. Reception",
        },
    )

    page = Page(client.get(f"{prefix}/events/talk/"))

    words = {
        "": "当日の流れ 受付",
        "/en": "On the day Reception",
        "/ja-easy": "その 日",
    }
    assert words[prefix] in page.words
    assert "<h3>" in page.html
    assert page.html.count("<h1") == 1
