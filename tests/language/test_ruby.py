"""Marks of readings become ruby, brackets, or nothing."""

import time

import pytest

from peace.language.ruby import convert_page, ruby_html, ruby_plain, without_ruby


def ruby(base, reading):
    return f"<ruby>{base}<rp>（</rp><rt>{reading}</rt><rp>）</rp></ruby>"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("漢字《かんじ》", ruby("漢字", "かんじ")),
        (
            "申《もう》し込《こ》み",
            f"{ruby('申', 'もう')}し{ruby('込', 'こ')}み",
        ),
        ("2月《がつ》｜2日《ふつか》", f"2{ruby('月', 'がつ')}{ruby('2日', 'ふつか')}"),
        ("市役所｜前《まえ》", f"市役所{ruby('前', 'まえ')}"),
        ("佐々木《ささき》", ruby("佐々木", "ささき")),
        ("𠮷田《よしだ》", ruby("𠮷田", "よしだ")),
        ("葛\U000e0100城《かつらぎ》", ruby("葛\U000e0100城", "かつらぎ")),
        ("〆切《しめきり》", ruby("〆切", "しめきり")),
        ("1ヶ月《かげつ》", f"1{ruby('ヶ月', 'かげつ')}"),
        ("﨑《さき》", ruby("﨑", "さき")),
        ("頁《ページ》", ruby("頁", "ページ")),
        ("｜QRコード《きゅーあーるこーど》", ruby("QRコード", "きゅーあーるこーど")),
    ],
)
def test_a_reading_stands_over_the_kanji_before_it(text, html):
    assert ruby_html(text) == html


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ふつう",
        "ひらがな《ひらがな》",
        "作品《原爆の図》",
        "漢字《》",
        "漢字 《かんじ》",
        "漢字《かんじ",
        "一｜二｜三",
    ],
)
def test_what_is_no_mark_stays_as_it_is(text):
    assert ruby_html(text) == ruby_plain(text) == without_ruby(text) == text


def test_the_text_is_escaped_and_only_the_ruby_is_markup():
    assert ruby_html('<b>席《せき》 & "x"</b>') == (
        f"&lt;b&gt;{ruby('席', 'せき')} &amp; &quot;x&quot;&lt;/b&gt;"
    )


def test_plain_text_shows_a_reading_where_the_word_comes_first():
    assert ruby_plain(
        "席《せき》は 参加《さんか》の 席《せき》です。｜2人《ふたり》"
    ) == ("席（せき）は 参加（さんか）の 席です。2人（ふたり）")


def test_another_reading_of_the_same_kanji_is_another_word():
    assert ruby_plain("日《ひ》 15日《にち》 日《ひ》") == "日（ひ） 15日（にち） 日"


def test_readings_can_be_left_out():
    assert without_ruby("申《もう》し込《こ》んだ ｜2人《ふたり》") == "申し込んだ 2人"


def test_running_text_of_a_page_becomes_ruby():
    assert convert_page("<p>席《せき》が <b>空《あ》く</b></p>") == (
        f"<p>{ruby('席', 'せき')}が <b>{ruby('空', 'あ')}く</b></p>"
    )


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        (
            "<title>席《せき》｜国立市《くにたちし》 ｜2人《ふたり》</title>",
            "<title>席｜国立市 2人</title>",
        ),
        ("<option selected>席《せき》</option>", "<option selected>席</option>"),
        (
            '<svg class="x"><title>席《せき》</title><text>席《せき》</text></svg>',
            '<svg class="x"><title>席</title><text>席</text></svg>',
        ),
        ('<img alt="席《せき》">', '<img alt="席">'),
        ("<a title='席《せき》'>", "<a title='席'>"),
        ('<nav aria-label="席《せき》">', '<nav aria-label="席">'),
        ('<meta content="席《せき》">', '<meta content="席">'),
        ('<p data-text="席《せき》">', '<p data-text="席">'),
        (
            '<input placeholder="席《せき》" value="山《やま》">',
            '<input placeholder="席" value="山《やま》">',
        ),
        (
            '<input type="submit" value="申《もう》す">',
            '<input type="submit" value="申す">',
        ),
        ('<option value="席《せき》">席《せき》', '<option value="席《せき》">席'),
        ('<p title="a > b 席《せき》">', '<p title="a > b 席">'),
    ],
)
def test_where_ruby_cannot_stand_readings_are_dropped(html, shown):
    assert convert_page(html) == shown


@pytest.mark.parametrize(
    "html",
    [
        "<textarea name='note'>\n山田《やまだ》 <b></textarea>",
        '<input type="text" value="山田《やまだ》">',
        "<script>const a = '席《せき》 <p>';</script>",
        "<style>p::before { content: '席《せき》' }</style>",
        "<!-- 席《せき》 <p> -->",
        "<p>ふつうの ページ</p>",
    ],
)
def test_scripts_and_what_a_person_typed_stay_untouched(html):
    assert convert_page(html) == html
    assert convert_page(f"{html}<p>席《せき》</p>") == (
        f"{html}<p>{ruby('席', 'せき')}</p>"
    )


def test_the_hint_of_a_textarea_loses_its_reading_its_text_does_not():
    assert (
        convert_page(
            '<textarea placeholder="書《か》く">山《やま》</textarea>席《せき》'
        )
        == f'<textarea placeholder="書く">山《やま》</textarea>{ruby("席", "せき")}'
    )


def test_a_converted_page_is_not_converted_again():
    page = convert_page("<title>席《せき》</title><p>席《せき》</p>")
    assert convert_page(page) == page


def test_a_page_four_times_as_long_costs_no_more_than_eight_times_as_much():
    line = (
        '<li class="card"><a href="/events/1/" title="席《せき》の 数《かず》">'
        "申《もう》し込《こ》み</a> 2026年《ねん》2月《がつ》 "
        "<span>about an event</span></li>\n"
    )
    short = "<!doctype html><html><body>" + line * 230 + "</body></html>"
    long = "<!doctype html><html><body>" + line * 920 + "</body></html>"
    assert len(short.encode()) > 40_000

    def least_time(page):
        times = []
        for _ in range(7):
            started = time.process_time()
            convert_page(page)
            times.append(time.process_time() - started)
        return min(times)

    assert least_time(long) < 8 * least_time(short)
