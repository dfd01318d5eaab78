"""Readings over kanji: `漢字《かんじ》` in a text becomes ruby, brackets or nothing.

The base of a reading is the run of kanji directly before 《; where it begins
elsewhere, ｜ marks its beginning: `｜2人《ふたり》`. A reading is written in kana, so
that other uses of 《》, such as titles of paintings, stay what they are.
"""

import re

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

KANJI = "㐀-䶿一-鿿豈-﫿\U00020000-\U000323af々〆〇ヶ\U000e0100-\U000e01ef"
_KANA = "ぁ-ゖァ-ヺー・ 　"
_BASE = rf"(?:｜(?P<marked>[^《》｜\s<>&、。「」（）]{{1,20}})|(?P<kanji>[{KANJI}]++))"
_MARK = rf"{_BASE}《(?P<reading>[{_KANA}]{{1,40}})》"
# An attribute in a tag, and a whole tag; > may stand in quotes.
_INSIDE = r"""(?:[^>"']++|"[^"]*"|'[^']*')*+"""
_TAG = rf"<[a-zA-Z/!]{_INSIDE}>"

MARK = re.compile(_MARK)
# In titles ｜ also separates; there it is a mark only before something mixed (2人).
_LINE_MARK = re.compile(
    rf"(?:｜(?P<marked>(?![{KANJI}]+《)[^《》｜\s<>&、。「」（）]{{1,20}})"
    rf"|(?P<kanji>[{KANJI}]++))《[{_KANA}]{{1,40}}》"
)
# What a page consists of, the closed parts first.
_PAGE = re.compile(
    rf"(?P<raw><!--.*?-->|<(?i:script|style)\b.*?</(?i:script|style)\s*>)"
    rf"|(?P<typed><(?i:textarea)\b{_INSIDE}>)(?P<text>.*?)(?=</(?i:textarea))"
    rf"|(?P<drawn><(?i:svg)\b.*?</(?i:svg)\s*>)"
    rf"|(?P<quiet><(?i:title|option)\b{_INSIDE}>)(?P<words>[^<]*)"
    rf"|(?P<tag>{_TAG})"
    rf"|{_MARK}",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"""([^\s=>"'/]+)\s*=\s*(?:"[^"]*"|'[^']*')""")
_BUTTON = re.compile(r"""\btype\s*=\s*["']?(?:submit|button|reset)\b""", re.IGNORECASE)


def ruby_html(text: str) -> SafeString:
    """The text, escaped, with its readings as ruby elements."""
    return mark_safe(MARK.sub(_ruby, conditional_escape(text)))  # noqa: S308 - escaped


def ruby_plain(text: str) -> str:
    """漢字（かんじ） where a word comes first in the text, after that 漢字 alone."""
    seen: set[tuple[str, str]] = set()

    def write(match: re.Match[str]) -> str:
        base, reading = _base(match), match["reading"]
        if (base, reading) in seen:
            return base
        seen.add((base, reading))
        return f"{base}（{reading}）"

    return MARK.sub(write, text)


def without_ruby(text: str) -> str:
    """The text without its readings, where ruby cannot be shown."""
    return MARK.sub(_base, text)


def convert_page(html: str) -> str:
    """A whole HTML document with its readings as ruby.

    Only running text can show ruby: in titles, options, drawings and attributes the
    readings are dropped. Scripts, styles, and what a person typed (`textarea`, the
    `value` of an input) leave as they came.
    """
    if "《" not in html:
        return html
    return _PAGE.sub(_convert, html)


def _convert(match: re.Match[str]) -> str:
    kind = match.lastgroup
    whole = match[0]
    if kind == "reading":
        return _ruby(match)
    if "《" not in whole or match["raw"]:
        return whole
    if kind == "text":
        return _quiet_tag(match["typed"]) + match["text"]
    if match["drawn"]:
        return _quiet(whole)
    if kind == "words":
        return _quiet_tag(match["quiet"]) + _quiet(match["words"])
    return _quiet_tag(whole)


def _quiet_tag(tag: str) -> str:
    """A tag without readings; what would be sent back as data stays."""
    is_button = _BUTTON.search(tag) and tag[:6].lower() == "<input"

    def write(match: re.Match[str]) -> str:
        if match[1].lower() == "value" and not is_button:
            return match[0]
        return _quiet(match[0])

    return _ATTRIBUTE.sub(write, tag)


def _quiet(text: str) -> str:
    return _LINE_MARK.sub(_base, text)


def _base(match: re.Match[str]) -> str:
    return match["marked"] or match["kanji"]


def _ruby(match: re.Match[str]) -> str:
    return (
        f"<ruby>{_base(match)}<rp>（</rp><rt>{match['reading']}</rt><rp>）</rp></ruby>"
    )
