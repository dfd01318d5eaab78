"""The one staff screen of what went wrong: letters that did not simply arrive."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from events.reminders.access import staff_decision, staff_messages
from events.reminders.choices import Age, Todo
from events.reminders.reports_trouble import (
    Asked,
    choices,
    decisions,
    trouble,
    troubles,
)
from events.reminders.usecases.decide_letters import decide_letters, reopen_letter
from peace.accounts.access import staff_required
from peace.outbox.usecases.decide import CannotUndo

PER_PAGE = 50
# Longer than a page: what is posted is ticked on one.
MOST_AT_ONCE = 200
WORD_LENGTH = 200


@require_safe
@staff_required
def letters_in_trouble(request: HttpRequest) -> HttpResponse:
    """What happened to each, what to do, and buttons for many at once."""
    now = timezone.now()
    asked = _asked(request.GET)
    page = Paginator(trouble(asked, now=now), PER_PAGE).get_page(
        request.GET.get("page")
    )
    return render(
        request,
        "events/reminders/staff/trouble.html",
        {
            "asked": asked,
            "page": page,
            "rows": troubles(page.object_list),
            "choices": choices(),
            "ages": Age.choices,
            "todo": Todo,
            "decisions": decisions(now),
            "query": _query(request.GET),
            "word_length": WORD_LENGTH,
            "now": now,
        },
    )


@require_POST
@staff_required
def decide(request: HttpRequest) -> HttpResponse:
    """Send the ticked letters again, have them called, or settle them."""
    chosen = staff_messages(request.POST.getlist("letter")[:MOST_AT_ONCE])
    typed = request.POST.get("todo", "")
    if typed not in Todo.values or not chosen:
        messages.warning(request, _("お知らせと、することを選んでください。"))
        return _back(request)
    todo = Todo(typed)
    decided = decide_letters(
        messages=chosen,
        todo=todo,
        contacts={each.message.pk: each.contact for each in troubles(chosen)},
        word=request.POST.get("word", "").replace("\0", "")[:WORD_LENGTH],
        actor=request.user.actor,
        now=timezone.now(),
    )
    if decided.done:
        messages.success(request, _done(todo) % {"n": decided.done})
    if decided.refused:
        messages.warning(request, _refused(todo) % {"n": len(decided.refused)})
    return _back(request)


@require_POST
@staff_required
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo a decision: the letter is to be settled again."""
    try:
        reopen_letter(
            decision=staff_decision(pk), actor=request.user.actor, now=timezone.now()
        )
    except CannotUndo:
        messages.warning(
            request, _("もう電話をかけたか、先に進んでいるため、戻せません。")
        )
    else:
        messages.success(request, _("対応を元に戻しました。"))
    return _back(request)


def _done(todo: Todo) -> str:
    return {
        Todo.AGAIN: _("%(n)s通をもう一度送ります。"),
        Todo.CALL: _("%(n)s通を電話の一覧に移しました。"),
        Todo.NOTHING: _("%(n)s通を対応済みにしました。"),
    }[todo]


def _refused(todo: Todo) -> str:
    return {
        Todo.AGAIN: _("%(n)s通は、期限が過ぎたか、もう対応が済んでいて、送れません。"),
        Todo.CALL: _(
            "%(n)s通は、電話番号がないか、期限が過ぎたか、もう対応が済んでいます。"
        ),
        Todo.NOTHING: _("%(n)s通は、もう対応が済んでいます。"),
    }[todo]


def _asked(typed: QueryDict) -> Asked:
    names = ("kind", "event", "status", "age")
    return Asked(**{name: typed.get(name, "").replace("\0", "") for name in names})


def _query(typed: QueryDict) -> str:
    """The filter as it goes on to the next page, ending in "&"."""
    kept = typed.copy()
    kept.pop("page", None)
    return f"{kept.urlencode()}&" if kept else ""


def _back(request: HttpRequest) -> HttpResponse:
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return redirect(reverse("staff:trouble") + query)
