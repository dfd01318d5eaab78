"""What every page draws: icons, seats as people, shares, links to rooms, problems."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django import template
from django.forms import BaseForm, BaseFormSet, BoundField
from django.template.context import Context
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

register = template.Library()

# Strokes on a 24 grid; every sign differs in shape, so that colour is never needed.
ICONS = {
    "back": "M20 12H4M11 5l-7 7 7 7",
    "cal": "M4 6h16v15H4zM4 11h16M8 3v5M16 3v5",
    "check": "m4 13 5.5 5.5L20 6",
    "copy": "M8 8h12v13H8zM5 16H4V3h11v2",
    "cross": "M5 5l14 14M19 5 5 19",
    "dash": "M6 12h12",
    "few": "M12 4 21.5 20h-19z",
    "file": "M6 3h8l5 5v13H6zM14 3v5h5",
    "find": "M16 16l5 5M18 10.5a7.5 7.5 0 1 1-15 0 7.5 7.5 0 0 1 15 0z",
    "free": "M20.5 12a8.5 8.5 0 1 1-17 0 8.5 8.5 0 0 1 17 0z",
    "full": "M5 5l14 14M19 5 5 19",
    "go": "M4 12h16M13 5l7 7-7 7",
    "info": "M21.5 12a9.5 9.5 0 1 1-19 0 9.5 9.5 0 0 1 19 0zM12 11v6M12 7v.1",
    "late": "M21.5 12a9.5 9.5 0 1 1-19 0 9.5 9.5 0 0 1 19 0zM12 6v6l4 3",
    "lock": "M5 11h14v10H5zM8 11V7a4 4 0 0 1 8 0v4",
    "mail": "M3 5h18v14H3zM3 6l9 7 9-7",
    "move": "M3 8h17l-5-5M21 16H4l5 5",
    "off": "M2 8a15 15 0 0 1 20 0M6 13a9 9 0 0 1 12 0M12 18v.1M3 3l18 18",
    "ok": "M21.5 12a9.5 9.5 0 1 1-19 0 9.5 9.5 0 0 1 19 0zM7.5 12.5l3 3 6-7",
    "on": "M2 8a15 15 0 0 1 20 0M6 13a9 9 0 0 1 12 0M12 18v.1",
    "pen": "M4 20l1-5L16 4l4 4L9 19zM13 7l4 4",
    "people": (
        "M12.5 8a3.5 3.5 0 1 1-7 0 3.5 3.5 0 0 1 7 0zM2 20c0-4 3-6 7-6s7 2 7 6"
        "M16 5a3.5 3.5 0 0 1 0 6M18.5 14.5c2.5.8 3.5 2.8 3.5 5.5"
    ),
    "phone": (
        "M5 3h4l2 5-2.5 2a12 12 0 0 0 5.5 5.5L16 13l5 2v4c0 1-1 2-2 2"
        "C10 21 3 13 3 5c0-1 1-2 2-2z"
    ),
    "pin": "M12 21.5C7 16 5 13 5 10a7 7 0 0 1 14 0c0 3-2 6-7 11.5zM12 9.5v1",
    "plus": "M12 4v16M4 12h16",
    "print": "M7 9V3h10v6M7 17H3V9h18v8h-4M7 14h10v7H7z",
    "target": "M3 8V3h5M16 3h5v5M21 16v5h-5M8 21H3v-5",
    "undo": "M9 5 4 10l5 5M4 10h10a6 6 0 0 1 0 12h-3",
    "wait": ("M6 3h12M6 21h12M7 3c0 5 5 6 5 9s-5 4-5 9M17 3c0 5-5 6-5 9s5 4 5 9"),
    "walk": "M4 21V3h10v18M1 21h22M18 8l4 4-4 4M10 12h12",
    "warn": "M12 3 22.5 21h-21zM12 10v5M12 18v.1",
}

# One sign per person, 22 units apart, ten in a row: the shapes survive a photocopy.
_SIGNS = {
    "admitted": '<circle cx="{x}" cy="{y}" r="7"/>',
    "walk_in": '<path d="M{x} {y}m0-8 8 8-8 8-8-8z"/>',
    "expected": '<circle cx="{x}" cy="{y}" r="7" fill="none"/>',
    "absent": (
        '<path d="M{x} {y}m-6-6 12 12m0-12-12 12" fill="none" stroke-width="3"/>'
    ),
    "free": '<circle cx="{x}" cy="{y}" r="2" stroke="none"/>',
}
_STEP = 22
_PER_ROW = 10
MOST_DOTS = 60


class Problem(NamedTuple):
    """One line of the error summary: where it leads (may be empty) and its words."""

    target: str
    text: str


@register.simple_tag
def icon(name: str, extra: str = "", label: str = "") -> SafeString:
    """The sign `name` of ICONS; silent to screen readers unless it has a label."""
    spoken = (
        format_html('role="img" aria-label="{}"', label)
        if label
        else mark_safe('aria-hidden="true"')
    )
    return format_html(
        '<svg class="icon{}" viewBox="0 0 24 24" {}><path d="{}"/></svg>',
        f" {extra}" if extra else "",
        spoken,
        ICONS[name],
    )


@register.simple_tag
def dots(
    *,
    admitted: int = 0,
    walk_in: int = 0,
    expected: int = 0,
    absent: int = 0,
    free: int = 0,
    label: str = "",
) -> SafeString:
    """People as signs up to 60, above that as one bar; one sentence says the same."""
    counts = {
        "admitted": admitted,
        "walk_in": walk_in,
        "expected": expected,
        "absent": absent,
        "free": free,
    }
    total = sum(counts.values())
    sentence = label or _sentence(counts)
    if total > MOST_DOTS:
        return _bar_of(
            [(admitted + walk_in, "in"), (expected, "rest")], total, sentence
        )
    signs = [sign for sign, count in counts.items() for _unused in range(count)]
    rows = max(1, -(-total // _PER_ROW))
    drawn = "".join(
        _SIGNS[sign].format(
            x=_STEP // 2 + _STEP * (place % _PER_ROW),
            y=_STEP // 2 + _STEP * (place // _PER_ROW),
        )
        for place, sign in enumerate(signs)
    )
    return format_html(
        '<svg class="dots" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>',
        _STEP * _PER_ROW,
        _STEP * rows,
        sentence,
        mark_safe(drawn),  # noqa: S308 - drawn from our own constants and numbers
    )


@register.simple_tag
def dots_legend() -> SafeString:
    """The key to `dots`; hidden from screen readers, who get the sentence instead."""
    words = [
        ("admitted", _("入場")),
        ("walk_in", _("当日")),
        ("expected", _("これから")),
        ("absent", _("来場なし")),
        ("free", _("空席")),
    ]
    entries = format_html_join(
        "",
        '<span><svg class="dots" viewBox="0 0 22 22">{}</svg>{}</span>',
        (
            # Only our own constants are drawn.
            (mark_safe(_SIGNS[sign].format(x=11, y=11)), word)  # noqa: S308
            for sign, word in words
        ),
    )
    return format_html('<p class="row legend" aria-hidden="true">{}</p>', entries)


@register.simple_tag
def bar(part: int, whole: int, label: str = "") -> SafeString:
    """`part` of `whole` as a bar; the caller prints the figure beside it.

    Without a label it is silent, because the figure already says the same.
    """
    return _bar_of([(part, "in")], whole, label)


@register.simple_tag(takes_context=True)
def nav_link(
    context: Context, url_name: str, text: str, *args: object, beneath: bool = True
) -> SafeString:
    """A list item that leads to a room and says whether the reader is in it.

    A room that is not mounted has no link, so that the frame serves every
    arrangement of rooms. `beneath=False` marks only the very page.
    """
    try:
        url = reverse(url_name, args=args)
    except NoReverseMatch:
        return SafeString("")
    path = getattr(context.get("request"), "path", "")
    if path == url:
        current = mark_safe(' aria-current="page"')
    elif beneath and url.count("/") > 2 and path.startswith(url):
        current = mark_safe(' aria-current="true"')
    else:
        current = SafeString("")
    return format_html('<li><a href="{}"{}>{}</a></li>', url, current, text)


@register.simple_tag
def problems(*sources: BaseForm | BaseFormSet | str | None) -> list[Problem]:
    """Every refusal of the given forms and formsets, in the order of the page.

    A form may carry `who` (「2人目」): its lines begin with it. A message that does
    not name its field gets the label in front, so that each line stands alone.
    """
    found: list[Problem] = []
    for source in sources:
        if isinstance(source, BaseFormSet):
            found += [Problem("", str(text)) for text in source.non_form_errors()]
            for form in source.forms:
                found += _problems_of(form)
        elif isinstance(source, BaseForm) and source.is_bound:
            found += _problems_of(source)
    return found


@register.filter
def first_input(field: BoundField) -> str:
    """The id a summary line jumps to: the field, or its first choice."""
    if not field.auto_id:
        return ""
    return field.id_for_label or f"{field.auto_id}_0"


@register.filter
def is_single_choice(field: BoundField) -> bool:
    """Whether the field is one tick box, whose label stands beside it."""
    return getattr(field.field.widget, "input_type", "") == "checkbox" and not (
        field.use_fieldset
    )


@register.simple_tag
def page_around(number: int, last: int) -> list[int]:
    """The page numbers worth showing around `number`; 0 stands for a gap."""
    near = {1, last, *range(number - 1, number + 2)} & set(range(1, last + 1))
    shown: list[int] = []
    for each in sorted(near):
        if shown and each - shown[-1] > 1:
            shown.append(0)
        shown.append(each)
    return shown


def _problems_of(form: BaseForm) -> Iterable[Problem]:
    colon = ": " if get_language() == "en" else "："
    who = getattr(form, "who", "")
    lead = f"{who}{colon}" if who else ""
    for text in form.non_field_errors():
        yield Problem("", f"{lead}{text}")
    for field in form:
        if field.is_hidden:
            continue
        label = str(field.label)
        for error in field.errors:
            text = str(error)
            named = label.casefold() in text.casefold()
            yield Problem(
                first_input(field),
                f"{lead}{text if named else f'{label}{colon}{text}'}",
            )


def _sentence(counts: dict[str, int]) -> str:
    return (
        _(
            "入場%(admitted)d、当日%(walk_in)d、これから%(expected)d、"
            "来場なし%(absent)d、空席%(free)d"
        )
        % counts
    )


def _bar_of(parts: list[tuple[int, str]], whole: int, label: str) -> SafeString:
    left = 0.0
    drawn: list[tuple[Any, ...]] = []
    for part, kind in parts:
        width = round(100 * min(part, whole) / whole, 2) if whole else 0
        drawn.append((kind, left, width))
        left += width
    spoken = (
        format_html('role="img" aria-label="{}"', label)
        if label
        else mark_safe('aria-hidden="true"')
    )
    return format_html(
        '<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" {}>'
        '<path class="ground" d="M0 0h100v10H0z"/>{}</svg>',
        spoken,
        format_html_join("", '<rect class="{}" x="{}" width="{}" height="10"/>', drawn),
    )
