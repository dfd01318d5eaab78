"""Narrows the list of events by programme and by what one has to do."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from events.programme.models import Programme
from events.programme.reports import Listing


@dataclass(frozen=True)
class Choice:
    """One pill of a filter."""

    label: str
    query: str
    is_chosen: bool


@dataclass(frozen=True)
class Narrowing:
    """What a visitor has chosen; unknown values narrow nothing away by surprise."""

    programme: str = ""
    way: str = ""

    def of(self, rows: list[Listing]) -> list[Listing]:
        if self.programme:
            rows = [row for row in rows if row.event.programme.slug == self.programme]
        if self.way == "open":
            return [row for row in rows if row.openness.is_open]
        if self.way == "free":
            return [row for row in rows if row.needs_no_application]
        return rows

    def programme_choices(self, programmes: Iterable[Programme]) -> list[Choice]:
        rows = [("", _("すべての事業"))]
        for each in programmes:
            # Two of one kind are told apart by their own names.
            label = str(each.get_kind_display())
            if any(label == other for _slug, other in rows):
                label = str(each.title)
            rows.append((each.slug, label))
        return [
            Choice(label, replace(self, programme=slug).query, slug == self.programme)
            for slug, label in rows
        ]

    def way_choices(self) -> list[Choice]:
        rows = [
            ("", _("すべて")),
            ("open", _("いま申し込める")),
            ("free", _("申込みがいらない")),
        ]
        return [
            Choice(label, replace(self, way=way).query, way == self.way)
            for way, label in rows
        ]

    @property
    def query(self) -> str:
        return "?" + self._chosen

    @property
    def page_query(self) -> str:
        """What stands before "page=" in the link to another page."""
        return f"{self._chosen}&" if self._chosen else ""

    @property
    def _chosen(self) -> str:
        chosen = {"programme": self.programme, "way": self.way}
        return urlencode({name: each for name, each in chosen.items() if each})
