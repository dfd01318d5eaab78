"""Staff pages: the letters' words, for all events, a programme, or one event."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from events.reminders.access import (
    registration_to_show,
    staff_letter,
    staff_text,
    text_place,
)
from events.reminders.catalogue import LANGUAGES, Group, Letter
from events.reminders.editor import Editor
from events.reminders.place import Place
from events.reminders.reports_texts import broken_texts, library, names_of
from events.reminders.usecases.save_text import (
    BrokenText,
    ChangedMeanwhile,
    Draft,
    NothingToUndo,
    restore_text,
    save_text,
    undo_text,
)
from events.reminders.usecases.send_sample import send_sample
from peace.accounts.access import staff_required

# "test-ja" and the like: a copy in that language to oneself.
TEST = "test-"
_NO_KEY = UUID(int=0)


@require_safe
@staff_required
def texts(request: HttpRequest) -> HttpResponse:
    """All letters: when each goes, and where the office has words of its own."""
    place = text_place(request.GET)
    entries = library(place.scope)
    names = names_of(each.last for each in entries)
    groups = [
        (
            group.label,
            [
                (each, names.get(each.last.edited_by) if each.last else "")
                for each in entries
                if each.letter.about.group == group
            ],
        )
        for group in Group
    ]
    return render(
        request,
        "events/reminders/staff/texts.html",
        {
            "place": place,
            "groups": [each for each in groups if each[1]],
            "languages": LANGUAGES,
            "broken": broken_texts(),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def text(request: HttpRequest, room: str, letter: str) -> HttpResponse:
    """One letter in three languages side by side, and how it looks.

    A POST saves, or (`do`) shows what is typed, or sends a copy of it to oneself;
    those keep what is typed and save nothing.
    """
    found, place = staff_letter(room, letter), text_place(request.GET)
    typed = request.POST if request.method == "POST" else None
    shown = registration_to_show(place, (typed or request.GET).get("for", ""))
    editor = Editor(found, place, typed, shown)
    todo = request.POST.get("do", "")
    if typed is not None and not editor.is_valid():
        messages.warning(request, _("まだ保存していません。"))
    elif todo.startswith(TEST) and todo.removeprefix(TEST) in LANGUAGES:
        _send(request, editor, todo.removeprefix(TEST))
    elif typed is not None and not todo and _save(request, editor):
        return redirect(_address(found, place))
    return render(
        request,
        "events/reminders/staff/text.html",
        {
            "letter": found,
            "place": place,
            "editor": editor,
            "shown": shown,
            "key": uuid4(),
        },
    )


def _save(request: HttpRequest, editor: Editor) -> bool:
    """False when it was refused: the page says why and keeps what is typed."""
    drafts = {
        language: Draft(*form.typed, form.seen_version)
        for language, form in editor.forms.items()
    }
    try:
        changed = save_text(
            letter=editor.letter,
            scope=editor.place.scope,
            wider=editor.place.wider,
            drafts=drafts,
            actor=request.user.actor,
            now=timezone.now(),
        )
    except ChangedMeanwhile as meanwhile:
        messages.warning(request, _meanwhile(meanwhile))
        return False
    except BrokenText as broken:
        # A shared part has changed since the form was judged.
        editor.add_problems(broken.found)
        return False
    if changed:
        messages.success(
            request, _("保存しました。これから作るお知らせは、この文面になります。")
        )
    else:
        messages.info(request, _("変えたところはありません。"))
    return True


def _meanwhile(error: ChangedMeanwhile) -> str:
    who = names_of([error.row]).get(error.row.edited_by) if error.row else ""
    return _(
        "開いている間に%(who)sさんが更新しました。まだ保存していません。"
        "この画面の文を写してから開き直し、新しい文面を確かめて、直してください。"
    ) % {"who": who or _("ほかの職員")}


def _send(request: HttpRequest, editor: Editor, language: str) -> None:
    sample = editor.sample_for_nobody(language)
    if sample is None:
        messages.warning(request, _("見本にする催しがまだありません。"))
        return
    send_sample(
        letter=sample.letter,
        language=language,
        with_ticket=editor.has_ticket(language),
        user=request.user,
        key=_key(request.POST.get("key", "")),
        now=timezone.now(),
    )
    text = _("見本を%(email)sに送りました。宛名と受付番号は、実在しない方のものです。")
    messages.success(request, text % {"email": request.user.email})


def _key(typed: str) -> UUID:
    try:
        return UUID(typed)
    except ValueError:
        return _NO_KEY


@require_POST
@staff_required
def text_original(request: HttpRequest, room: str, letter: str) -> HttpResponse:
    """Back to the original, in one language."""
    return _turn_back(
        request, staff_letter(room, letter), restore_text, _("元の文面に戻しました。")
    )


@require_POST
@staff_required
def text_undo(request: HttpRequest, room: str, letter: str) -> HttpResponse:
    """The last save is undone, in one language."""
    return _turn_back(
        request, staff_letter(room, letter), undo_text, _("1つ前の文面に戻しました。")
    )


def _turn_back(
    request: HttpRequest, letter: Letter, change: Any, done: str
) -> HttpResponse:
    place = text_place(request.GET)
    language = request.POST.get("language", "")
    row = staff_text(letter, place, language)
    seen = request.POST.get(f"{language}-version", "")
    version = int(seen) if seen.isdecimal() and len(seen) < 10 else row.version
    try:
        change(row=row, version=version, actor=request.user.actor, now=timezone.now())
    except ChangedMeanwhile as meanwhile:
        messages.warning(request, _meanwhile(meanwhile))
    except NothingToUndo:
        messages.warning(request, _("戻すものはありません。"))
    else:
        messages.success(request, done)
    return redirect(_address(letter, place))


def _address(letter: Letter, place: Place) -> str:
    return reverse("staff:text", args=letter.name.split("/")) + place.query
