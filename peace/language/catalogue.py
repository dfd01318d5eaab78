"""The catalogues of translations: collected from the sources, compiled for Django.

Needs Babel (dependency group `build`) instead of the GNU gettext programs; Django
reads the compiled files without either. `ja_Easy` is no locale that Babel knows, so
catalogues are read without one and carry their plural rule in their header.
"""

import os
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract as extract_with_babel
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

# Folder of the language, and its rule for plurals.
PLURALS = {
    "en": "nplurals=2; plural=(n != 1);",
    "ja_Easy": "nplurals=1; plural=0;",
}
LOCALE = settings.BASE_DIR / "peace" / "locale"
SOURCES = ("peace", "events", "network", "templates")
TEMPLATES = (".html", ".txt", ".svg", ".ics")
# Letters are whole files for each language; migrations repeat what models say.
LEFT_OUT = ("templates/letters/", "/migrations/")
# Parts of paths whose texts only staff see: no easy Japanese is asked for them.
STAFF_PATHS = (
    "staff",
    "templates/account/",
    "templates/allauth/",
    "templates/mfa/",
    "templates/usersessions/",
    "peace/accounts/",
    "peace/audit/",
    "peace/doctor",
    "peace/outbox/",
    "events/reminders/",
    "events/door/alarms",
    "events/door/choices",
    "events/door/forms/",
    "events/door/templatetags/",
    "events/door/views/",
    "events/door/words/move",
    "events/door/words/override",
    "events/door/words/party",
    "events/door/words/count",
    "events/door/words/line",
    "events/door/words/walk_in",
    "templates/events/door/scanner/",
    "usecases/register_at_door",
    "events/door/words/rehearsal",
    "events/door/words/search",
    "events/door/words/roll",
    "network/youth/forms/timetable",
    "network/youth/views/roll_call",
    "network/youth/views/trip",
    "door/scanner/search",
    "door/scanner/kiosk",
    "events/door/words/conflicts",
    "events/door/scanner/conflicts",
    "forms/cancel_event",
    "forms/walk_in",
    "registration/forms/intake",
    "registration/views/intake",
    "forms/filter",
    "forms/import_list",
    "forms/list_cells",
    "forms/list_rows",
    "forms/note",
    "forms/spreadsheet",
    "registration/exports/files",
    "registration/exports/list_template",
    "registration/exports/table",
    "registration/narrowing",
    "registration/standing",
    "registration/reception",
    "registration/views/exports",
    "registration/views/imports",
    "registration/views/lists",
    "forms/change_event",
    "events/programme/forms/",
    "events/outreach/heard",
    "events/outreach/link_state",
    "events/outreach/templatetags/source_plots",
    "events/outreach/reports",
    "events/outreach/exports/results",
    "network/cities/choices",
    "network/cities/forms",
    "network/cities/views/",
    "network/youth/exports/",
    "network/youth/forms/city",
    "network/youth/forms/documents",
    "network/youth/forms/follow_up",
    "network/youth/forms/health_readers",
    "network/youth/forms/nomination",
    "network/youth/forms/recruiting",
    "network/youth/forms/review_report",
    "network/youth/forms/rooms",
    "network/youth/forms/rules",
    "network/youth/reports.py",
    "network/youth/reports_",
    "network/youth/usecases/",
    "network/youth/exports/",
    "network/youth/views/after",
    "network/youth/views/applications",
    "network/youth/views/board",
    "network/youth/views/checks",
    "network/youth/views/city",
    "network/youth/views/decide",
    "network/youth/views/documents",
    "network/youth/views/follow_ups",
    "network/youth/views/mayors",
    "network/youth/views/notice",
    "network/youth/views/recruiting",
    "network/youth/views/reports_",
    "network/youth/views/secretariat",
    "network/summit/exports/",
    "network/summit/forms/",
    "network/summit/reports",
    "network/summit/views/",
    "templates/network/desk/",
    "events/programme/publishing",
    "events/programme/views/editor",
    "events/programme/views/library",
    "events/programme/views/storytellers",
    "events/registration/publishing",
    "events/registration/views/editor",
    "events/registration/views/saving",
    "events/outreach/reports",
    "events/outreach/views/hub",
    "events/outreach/views/staff",
    "events/outreach/forms/staff",
    "events/results/exports",
    "events/results/reports",
    "events/results/views/staff",
    "events/results/forms/staff",
    "/management/",
    "/admin.py",
)
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
_HEADER = """\
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"

"""


def extract(paths: Iterable[Path] | None = None) -> Catalog:
    """Every text of the sources (or of PATHS), in the order of files and lines."""
    catalog = Catalog()
    for path in sources() if paths is None else paths:
        place = _relative(path)
        for line, text, comments, context in extract_with_babel(
            "python",
            BytesIO(_python(path).encode()),
            keywords=KEYWORDS,
            comment_tags=("Translators:",),
            options={"encoding": "utf-8"},
        ):
            catalog.add(
                text,
                locations=[(place, line)],
                auto_comments=comments,
                context=context,
            )
    return catalog


def sources() -> Iterator[Path]:
    """Templates and modules that speak, without the tests and the letters."""
    for folder in SOURCES:
        for path in sorted((settings.BASE_DIR / folder).rglob("*")):
            place = _relative(path)
            if path.suffix not in (".py", *TEMPLATES) or not path.is_file():
                continue
            if not any(part in place for part in LEFT_OUT):
                yield path


def is_for_staff(message: Message) -> bool:
    """Whether the text stands only where the public never comes."""
    return all(
        any(part in place for part in STAFF_PATHS) for place, _ in message.locations
    )


def po_path(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def read(language: str) -> Catalog:
    """The catalogue as it is stored; an empty one where there is none yet."""
    stored = po_path(language)
    text = stored.read_bytes() if stored.exists() else _header(language).encode()
    return read_po(BytesIO(text))


def update(language: str) -> Catalog:
    """Write the catalogue anew: today's texts, their translations kept, others gone."""
    old, new = read(language), extract()
    new.mime_headers = old.mime_headers
    for message in new:
        known = old.get(message.id, message.context) if message.id else None
        if known:
            message.string = known.string
            message.user_comments = known.user_comments
            if known.fuzzy:
                message.flags.add("fuzzy")
    out = BytesIO()
    write_po(
        out,
        new,
        width=0,
        omit_header=True,
        sort_by_file=True,
        ignore_obsolete=True,
        include_lineno=False,
    )
    _write(po_path(language), _header(language).encode() + out.getvalue())
    return new


def compile_all() -> list[Path]:
    """Write the .mo beside every .po; texts without a translation stay Japanese."""
    written = []
    for language in PLURALS:
        out = BytesIO()
        write_mo(out, read(language))
        target = po_path(language).with_suffix(".mo")
        _write(target, out.getvalue())
        written.append(target)
    return written


def _python(path: Path) -> str:
    """The source as Python that Babel can read."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return text
    # What is left of a template has an indentation that means nothing.
    return "\n".join(
        line.lstrip() for line in templatize(text, origin=str(path)).split("\n")
    )


def _relative(path: Path) -> str:
    return path.relative_to(settings.BASE_DIR).as_posix()


def _header(language: str) -> str:
    return _HEADER.format(language=language, plurals=PLURALS[language])


def _write(path: Path, content: bytes) -> None:
    """Replace the file in one step: a running server may be reading it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(path.name + ".new")
    draft.write_bytes(content)
    os.replace(draft, path)
