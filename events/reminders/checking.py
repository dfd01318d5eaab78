"""What is wrong with an office text, and what is worth a second look. Pure.

`problems` keep a text from being saved: with none, the letter can be filled in for
everybody and says what it is for. `hints` only warn.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from events.programme.publishing import width
from events.registration.publishing import SUBJECT_WIDTH
from events.reminders import words
from events.reminders.catalogue import Group, Letter
from peace.language.ruby import KANJI, MARK, without_ruby
from peace.outbox.placeholders import PLACEHOLDER, named, stray_braces, with_blocks

EASY = "ja-easy"
MOST_CHARACTERS = 6000
# The column of the outbox, and room for the values.
MOST_IN_SUBJECT = 150
# RFC 5322, 2.1.1: a line of a mail has at most 78 columns.
LONGEST_LINE = 78
MOST_LINES = 40  # voice §1.6
# Marks that turn the direction of writing hide what really stands there.
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_BARE_KANJI = re.compile(f"[{KANJI}]+")


@dataclass(frozen=True)
class Problem:
    """FIELD is "subject" or "body"."""

    field: str
    text: str


def tidy(subject: str, body: str) -> tuple[str, str]:
    """What a browser sent, with the line ends of a text and no spaces behind them."""
    lines = body.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept = "\n".join(line.rstrip(" \t") for line in lines).strip("\n")
    return subject.strip(), kept + "\n" if kept else ""


def problems(
    letter: Letter,
    language: str,
    subject: str,
    body: str,
    blocks: Mapping[str, str],
) -> list[Problem]:
    """Why SUBJECT and BODY cannot be LETTER's text. BLOCKS: the shared parts in use."""
    found = [] if letter.is_block else _of_subject(subject)
    if not body.strip():
        return [*found, Problem("body", _("本文を入力してください。"))]
    if len(body) > MOST_CHARACTERS:
        text = _("本文は%(most)s字までです。いまは%(n)s字です。")
        said = text % {"most": MOST_CHARACTERS, "n": len(body)}
        return [*found, Problem("body", said)]
    texts = {"body": body} if letter.is_block else {"subject": subject, "body": body}
    for field, text in texts.items():
        found += [Problem(field, each) for each in _of_signs(text, language)]
        found += [Problem(field, each) for each in _of_names(letter, text)]
    if not found:
        found += [Problem("body", each) for each in _of_meaning(letter, body, blocks)]
    return found


def _of_subject(subject: str) -> list[Problem]:
    if not subject:
        return [Problem("subject", _("件名を入力してください。"))]
    if "\n" in subject or "\r" in subject:
        return [Problem("subject", _("件名は1行にしてください。"))]
    if len(subject) > MOST_IN_SUBJECT:
        text = _("件名は%(most)s字までです。いまは%(n)s字です。")
        return [Problem("subject", text % {"most": MOST_IN_SUBJECT, "n": len(subject)})]
    return [
        Problem(
            "subject", _("%(name)sは1行に入らないので、件名には使えません。") % each
        )
        for each in ({"name": _braced(name)} for name in words.in_one_line(subject))
    ]


def _of_signs(text: str, language: str) -> list[str]:
    found = []
    if _TURNS.search(text) or any(
        unicodedata.category(sign) == "Cc" and sign != "\n" for sign in text
    ):
        found.append(
            _("目に見えない文字が入っています。文を消して、入力し直してください。")
        )
    found += [
        _("「%(piece)s」のかっこを確かめてください。差し込みは{name}の形です。")
        % {"piece": piece}
        for piece in stray_braces(text)
    ]
    if language == EASY:
        rest = MARK.sub("", text)
        if "《" in rest or "》" in rest:
            found.append(_("ふりがなは、漢字《かんじ》の形で、かなで書いてください。"))
    elif MARK.search(text):
        found.append(_("ふりがな《》は、やさしい日本語の文だけで使えます。"))
    return found


def _of_names(letter: Letter, text: str) -> list[str]:
    fitting = set(words.allowed(letter))
    return [
        _("%(name)sは、この手紙では使えません。") % {"name": _braced(name)}
        for name in named(text)
        if name not in fitting
    ]


def _of_meaning(letter: Letter, body: str, blocks: Mapping[str, str]) -> list[str]:
    """What the letter is for must stand in it, on a line that never disappears."""
    whole = expanded(body, blocks)
    said = named(whole)
    found = [_missing(name, letter) for name in words.essential(letter) - set(said)]
    for line in whole.split("\n"):
        names = named(line)
        fleeting = [each for each in names if words.may_be_empty(each)]
        for name in names:
            if (
                fleeting
                and name in words.essential(letter)
                and name not in fleeting
                and _only_on(line, name, whole)
            ):
                text = _(
                    "%(name)sと%(empty)sは、別の行にしてください。"
                    "%(empty)sがないとき、その行は消えます。"
                )
                values = {"name": _braced(name), "empty": _braced(fleeting[0])}
                found.append(text % values)
    return sorted(found)


def expanded(body: str, blocks: Mapping[str, str]) -> str:
    """BODY with the shared parts written out."""
    names = {each for each in named(body) if each not in blocks}
    return with_blocks(body, names, blocks.get)


def _only_on(line: str, name: str, whole: str) -> bool:
    """NAME stands on no line that always stays."""
    return not any(
        name in named(other) and not any(map(words.may_be_empty, named(other)))
        for other in whole.split("\n")
        if other != line
    )


def _missing(name: str, letter: Letter) -> str:
    ways = _("か").join(_braced(each) for each in words.ways_to_say(name, letter))
    return _("「%(what)s」がありません。%(ways)sを入れてください。") % {
        "what": words.meaning(name),
        "ways": ways,
    }


def hints(
    letter: Letter, language: str, subject: str, body: str, rendered: str
) -> list[str]:
    """What a reader would stumble over. RENDERED: the letter for one registration."""
    found = []
    if not letter.is_block and width(without_ruby(subject)) > SUBJECT_WIDTH:
        found.append(_("件名が長く、電話の画面で切れることがあります。"))
    if letter.about.group != Group.PHONE:  # that is read out, not sent
        found += _long_lines(body)
    if len(rendered.strip().split("\n")) > MOST_LINES:
        found.append(_("%(n)s行を超えています。") % {"n": MOST_LINES})
    if language == EASY:
        bare = _BARE_KANJI.findall(MARK.sub("", PLACEHOLDER.sub("", subject + body)))
        if bare:
            found.append(
                _("ふりがなのない漢字があります: %(words)s")
                % {"words": _("、").join(dict.fromkeys(bare[:8]))}
            )
    return found


def _long_lines(body: str) -> list[str]:
    found = []
    for number, line in enumerate(body.split("\n"), start=1):
        shown = without_ruby(PLACEHOLDER.sub("", line))
        if width(shown) > LONGEST_LINE and "://" not in line:
            found.append(
                _("%(n)s行目が長すぎます。文の切れ目で改行してください。")
                % {"n": number}
            )
        elif "://" in line and line.strip() != line.strip().split()[0]:
            found.append(
                _("%(n)s行目のリンクは、1行に1つだけ書いてください。") % {"n": number}
            )
    return found


def _braced(name: str) -> str:
    return "{" + name + "}"
