"""Addresses of 一行のコトバ."""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import URLPattern, path

from events.outreach.views import (
    kotoba,
    kotoba_committee,
    kotoba_mine,
    kotoba_wall,
    staff_kotoba,
    staff_kotoba_choice,
    staff_kotoba_lines,
    staff_kotoba_print,
)

# Under the language prefix.
urlpatterns: list[URLPattern] = [
    path("kotoba/", kotoba.calls, name="kotoba"),
    path("kotoba/mine/<str:token>/", kotoba_mine.mine, name="kotoba-mine"),
    path("kotoba/mine/<str:token>/change/", kotoba_mine.change, name="kotoba-change"),
    path(
        "kotoba/mine/<str:token>/consent/", kotoba_mine.consent, name="kotoba-consent"
    ),
    path(
        "kotoba/mine/<str:token>/withdraw/",
        kotoba_mine.withdraw,
        name="kotoba-withdraw",
    ),
    path(
        "kotoba/committee/<str:token>/",
        kotoba_committee.committee,
        name="kotoba-committee",
    ),
    path("kotoba/<slug:slug>/", kotoba.call, name="kotoba-call"),
    path("kotoba/<slug:slug>/wall/", kotoba_wall.wall, name="kotoba-wall"),
    path(
        "kotoba/<slug:slug>/projection/",
        kotoba_wall.projection,
        name="kotoba-projection",
    ),
]
# Without one.
bare_urls: list[URLPattern] = []


def _staff(rest: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
    return path(f"outreach/kotoba/{rest}", view, name=name)


# /staff/
staff_urls: list[URLPattern] = [
    _staff("", staff_kotoba.calls, "kotoba-calls"),
    _staff("new/", staff_kotoba.new_call, "kotoba-new"),
    _staff("<slug:slug>/", staff_kotoba.call, "kotoba-call"),
    _staff("<slug:slug>/edit/", staff_kotoba.edit, "kotoba-edit"),
    _staff("<slug:slug>/publish/", staff_kotoba.publish, "kotoba-publish"),
    _staff("<slug:slug>/show/", staff_kotoba.show, "kotoba-show"),
    _staff("<slug:slug>/results/", staff_kotoba.results, "kotoba-results"),
    _staff("<slug:slug>/wall/", kotoba_wall.wall_preview, "kotoba-wall"),
    _staff(
        "<slug:slug>/projection/", kotoba_wall.projection_preview, "kotoba-projection"
    ),
    _staff("<slug:slug>/lines/", staff_kotoba_lines.lines, "kotoba-lines"),
    _staff("<slug:slug>/type/", staff_kotoba_lines.type_in, "kotoba-type"),
    _staff("<slug:slug>/import/", staff_kotoba_lines.import_list, "kotoba-import"),
    _staff(
        "<slug:slug>/import/sample.csv",
        staff_kotoba_lines.import_sample,
        "kotoba-import-sample",
    ),
    _staff("<slug:slug>/committee/", staff_kotoba_choice.committee, "kotoba-committee"),
    _staff(
        "<slug:slug>/committee/<int:pk>/", staff_kotoba_choice.member, "kotoba-member"
    ),
    _staff("<slug:slug>/ranking/", staff_kotoba_choice.ranked, "kotoba-ranking"),
    _staff("<slug:slug>/chosen/", staff_kotoba_choice.chosen, "kotoba-chosen"),
    _staff("<slug:slug>/choose/", staff_kotoba_choice.choose_list, "kotoba-choose"),
    _staff("<slug:slug>/panels.pdf", staff_kotoba_print.panels, "kotoba-panels"),
    _staff("<slug:slug>/booklet.pdf", staff_kotoba_print.booklet, "kotoba-booklet"),
]
