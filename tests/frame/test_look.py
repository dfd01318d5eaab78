"""What the tags of the frame draw, and what they say to those who cannot see it."""

from django import forms
from django.template import Context, Template

from peace.templatetags import look


class _Person(forms.Form):
    who = "2人目"
    name = forms.CharField(
        label="お名前",
        error_messages={"required": "参加する方のお名前を入力してください。"},
    )
    needs = forms.MultipleChoiceField(
        label="必要なもの",
        choices=[("sign", "手話通訳")],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "1つ以上選んでください。"},
    )


def _render(source: str, **values: object) -> str:
    return Template("{% load look %}" + source).render(Context(values))


def test_an_icon_is_silent_until_it_has_a_label() -> None:
    assert 'aria-hidden="true"' in look.icon("free")
    assert 'role="img" aria-label="空き"' in look.icon("free", label="空き")


def test_each_person_is_one_sign_and_one_sentence_says_the_same() -> None:
    drawn = look.dots(admitted=2, walk_in=1, expected=1, absent=1, free=1)

    assert drawn.count("<circle") + drawn.count("<path") == 6
    assert 'aria-label="入場2、当日1、これから1、来場なし1、空席1"' in drawn


def test_more_than_sixty_people_become_a_bar() -> None:
    assert 'class="dots"' in look.dots(admitted=60)
    assert 'class="bar"' in look.dots(admitted=60, free=1)


def test_a_bar_of_nothing_is_drawn_empty() -> None:
    assert 'width="0"' in look.bar(0, 0)


def test_each_refusal_leads_to_its_field_and_stands_alone() -> None:
    lines = look.problems(_Person({}))

    assert lines == [
        ("id_name", "2人目：参加する方のお名前を入力してください。"),
        ("id_needs_0", "2人目：必要なもの：1つ以上選んでください。"),
    ]


def test_a_form_not_yet_sent_has_no_problems() -> None:
    assert look.problems(_Person(), None) == []


def test_the_summary_offers_links_and_says_what_is_kept() -> None:
    html = _render(
        '{% include "components/error_summary.html" with form=form seats=True %}',
        form=_Person({}),
    )

    assert '<a href="#id_name">' in html
    assert "2か所を確かめてください" in html
    assert "席はまだ取れていません" in html


def test_a_field_shows_label_hint_error_and_input_in_this_order() -> None:
    form = _Person({})
    form.fields["name"].help_text = "戸籍の字でなくてもかまいません"

    html = form["name"].as_field_group()

    order = [html.index(part) for part in ("<label", "hint", "error", "<input")]
    assert order == sorted(order)
    assert "※必須" in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html


def test_what_a_person_typed_is_escaped() -> None:
    assert "<b>" not in look.icon("ok", label="<b>")
    assert "<b>" not in _render(
        '{% include "components/status.html" with sign="ok" word=word only %}',
        word="<b>",
    )


def test_a_room_that_is_not_mounted_has_no_link() -> None:
    assert look.nav_link(Context({}), "nowhere:home", "どこにもない") == ""


def test_long_lists_of_pages_leave_gaps() -> None:
    assert look.page_around(5, 10) == [1, 0, 4, 5, 6, 0, 10]
    assert look.page_around(1, 2) == [1, 2]
