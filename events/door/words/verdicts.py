"""What the door says: a large word, a next step, a sentence in three languages."""

from collections.abc import Mapping
from functools import cache
from typing import TypedDict

from django.utils.translation import gettext as _
from django.utils.translation import override

VISITOR_LANGUAGES = ("ja", "ja-easy", "en")


class VerdictWords(TypedDict):
    """Texts of one verdict with `{placeholders}`; `visitor` is keyed by language."""

    word: str
    next: str
    visitor: dict[str, str]


class VerdictTexts(TypedDict):
    """The same with the values filled in, as a row of the scan API carries them."""

    message: str
    next: str
    visitor: dict[str, str]


class _Filled(dict[str, str]):
    """A missing value becomes visible, never an exception at the door."""

    def __missing__(self, key: str) -> str:
        return "―"


def verdict_words() -> dict[str, VerdictWords]:
    """Words by verdict, plus `admitted_some`: fewer than the party came."""
    words, steps = _words("ja"), _next_steps("ja")
    return {
        verdict: {
            "word": word,
            "next": steps[verdict],
            "visitor": {lang: _sentences(lang)[verdict] for lang in VISITOR_LANGUAGES},
        }
        for verdict, word in words.items()
    }


def verdict_texts(
    verdict: str, values: Mapping[str, Mapping[str, str] | str | int]
) -> VerdictTexts:
    """Fill one verdict's texts.

    `values` by placeholder: `admitted`, `n` (still to come), `first_at`,
    `right_timeslot`, `doors_time`, `closed_at`, `position`. A value that reads
    differently in each language is a mapping language → text.
    """
    filled = {lang: _values_in(lang, values) for lang in VISITOR_LANGUAGES}
    word = _words("ja")[verdict].format_map(filled["ja"])
    if verdict in {"admitted", "admitted_some"}:
        with override("ja"):
            word = _("{admitted}名 入場").format_map(filled["ja"])
    return {
        "message": word,
        "next": _next_steps("ja")[verdict].format_map(filled["ja"]),
        "visitor": {
            lang: _sentences(lang)[verdict].format_map(filled[lang])
            for lang in VISITOR_LANGUAGES
        },
    }


def _values_in(
    language: str, values: Mapping[str, Mapping[str, str] | str | int]
) -> _Filled:
    return _Filled(
        {
            name: str(value[language] if isinstance(value, Mapping) else value)
            for name, value in values.items()
        }
    )


@cache
def welcome() -> dict[str, str]:
    """By language: come in, where nobody is to be counted."""
    found = {}
    for language in VISITOR_LANGUAGES:
        with override(language):
            found[language] = _("どうぞお入りください。")
    return found


@cache
def _words(language: str) -> dict[str, str]:
    with override(language):
        return {
            "admitted": _("どうぞ"),
            "admitted_some": _("あと{n}名"),
            "already_in": _("入場済み"),
            "wrong_timeslot": _("別の回"),
            "too_early": _("開場前"),
            "closed": _("受付終了"),
            "waiting": _("席は未定"),
            "cancelled": _("取消し"),
            "consent_missing": _("同意待ち"),
            "replaced": _("古い券"),
            "unknown": _("該当なし"),
            "malformed": _("別のQR"),
        }


@cache
def _sentences(language: str) -> dict[str, str]:
    with override(language):
        return {
            "admitted": _("{admitted}名様ですね。どうぞお入りください。"),
            "admitted_some": _(
                "{admitted}名様、どうぞ。後から来る方も、同じ参加券で入れます。"
            ),
            "already_in": _(
                "{first_at}に入場の記録があります。"
                "一緒に確かめますので、こちらへどうぞ。"
            ),
            "wrong_timeslot": _(
                "この参加券は{right_timeslot}の回です。"
                "席があれば、この回に変えられます。"
            ),
            "too_early": _("{doors_time}から入れます。あちらでお待ちください。"),
            "closed": _(
                "この回の受付は{closed_at}に終わりました。入れるか確かめます。"
            ),
            "waiting": _("お席がまだ決まっていません。順番を確かめます。"),
            "cancelled": _(
                "取消しの記録があります。席があるか確かめますので、こちらへどうぞ。"
            ),
            "consent_missing": _(
                "保護者の方の同意を確かめます。こちらで少しお待ちください。"
            ),
            "replaced": _(
                "新しい参加券が出ています。新しいメールか画面を開いてください。"
            ),
            "unknown": _(
                "この催しの申込みが見つかりません。お調べしますので、こちらへどうぞ。"
            ),
            "malformed": _(
                "これは参加券のQRコードではありません。参加券を見せてください。"
            ),
        }


@cache
def _next_steps(language: str) -> dict[str, str]:
    with override(language):
        return {
            "admitted": _("人数を目で確かめる。少なければ、来た人だけを選ぶ。"),
            "admitted_some": _("券をお返しする。"),
            "already_in": _(
                "連れの方が先に入ったかを聞く。わからなければ受付責任者へ。"
            ),
            "wrong_timeslot": _(
                "残席を見て「この回に移す」。満席なら、正しい回と待つ場所を案内。"
            ),
            "too_early": _("いすのある場所を案内。券はまだ使われていない。"),
            "closed": _("受付責任者に、途中入場か次の回かを聞く。"),
            "waiting": _(
                "順番（{position}番目）を伝え、待つ場所へ。空席は順番に案内。"
            ),
            "cancelled": _(
                "残席があれば「当日入場 +1」。催しの中止なら、掲示を見せておわびする。"
            ),
            "consent_missing": _(
                "保護者が一緒なら用紙に署名。いなければ受付責任者が電話する。"
            ),
            "replaced": _("出ないときは、受付番号かお名前で探して入場。"),
            "unknown": _(
                "催し名と日を一緒に見る。次にお名前で検索、席があれば当日入場。"
            ),
            "malformed": _("画面を明るく、大きくしてもらう。だめなら番号を入力。"),
        }
