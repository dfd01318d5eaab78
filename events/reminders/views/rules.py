"""Reminder rules for staff: what each says, whom it reaches now, and changing them."""

from copy import copy
from datetime import time
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from events.programme.access import public_programme, staff_event
from events.reminders.access import kind_of_rule, staff_rule
from events.reminders.choices import Audience, Only, RuleKind, Ways
from events.reminders.forms.rule import RuleForm
from events.reminders.models import ReminderRule
from events.reminders.reports_ledger import ledger
from events.reminders.reports_rules import event_rules, line_of, programme_rules
from events.reminders.usecases.rules import (
    RuleHasSent,
    SameRule,
    remove_rule,
    save_rule,
    switch_rule,
)
from peace.accounts.access import staff_required

PAGE = ["GET", "HEAD", "POST"]
# What a new rule of a kind says until staff say otherwise.
_FIRST: dict[RuleKind, dict[str, Any]] = {
    RuleKind.REMINDER: {"days": 1, "latest_hours": 2},
    RuleKind.COMING: {"days": 7, "latest_hours": 24, "only": Only.NOT_CONFIRMED},
    RuleKind.CONSENT: {"days": 3, "latest_hours": 1, "only": Only.LACKS_CONSENT},
    RuleKind.THANKS: {
        "days": 1,
        "latest_hours": 72,
        "audience": Audience.CAME,
        "ways": Ways.EMAIL,
    },
}


@require_safe
@staff_required
def rules(request: HttpRequest) -> HttpResponse:
    """Every programme with its rules in words."""
    now = timezone.now()
    return render(
        request,
        "events/reminders/staff/rules.html",
        {"programmes": programme_rules(now=now), "kinds": _kinds(), "now": now},
    )


@require_safe
@staff_required
def of_event(request: HttpRequest, slug: str) -> HttpResponse:
    """The rules that hold for one event, its own and its programme's."""
    event = staff_event(slug)
    now = timezone.now()
    return render(
        request,
        "events/reminders/staff/event_rules.html",
        {
            "event": event,
            "lines": event_rules(event, now=now),
            "kinds": _kinds(),
            "ledger": ledger(event, now=now),
            "now": now,
        },
    )


@require_http_methods(PAGE)
@staff_required
def new_for_programme(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    return _edit(request, _new(kind, programme=public_programme(slug)))


@require_http_methods(PAGE)
@staff_required
def new_for_event(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    return _edit(request, _new(kind, event=staff_event(slug)))


@require_http_methods(PAGE)
@staff_required
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    return _edit(request, staff_rule(pk))


@require_POST
@staff_required
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    """On or off, as the button says; pressed twice it is the same."""
    rule = staff_rule(pk)
    is_on = request.POST.get("on") == "1"
    switch_rule(rule=rule, is_on=is_on, actor=request.user.actor, now=timezone.now())
    messages.success(
        request, _("規則を使います。") if is_on else _("規則を止めました。")
    )
    return _back(rule)


@require_POST
@staff_required
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    rule = staff_rule(pk)
    back = _back(rule)
    try:
        remove_rule(rule=rule, actor=request.user.actor, now=timezone.now())
    except RuleHasSent:
        messages.warning(
            request,
            _(
                "この規則は、もうお知らせを出しています。記録を残すため、止めるだけにします。"
            ),
        )
    else:
        messages.success(request, _("規則を消しました。"))
    return back


def _edit(request: HttpRequest, rule: ReminderRule) -> HttpResponse:
    """The form; with "preview" it only says whom it would reach, and saves nothing."""
    now = timezone.now()
    form = RuleForm(request.POST or None, rule=rule)
    shown = copy(rule)
    if form.is_bound and form.is_valid():
        for name, value in form.values().items():
            setattr(shown, name, value)
        if "preview" not in request.POST:
            try:
                save_rule(
                    rule=copy(rule),
                    values=form.values(),
                    actor=request.user.actor,
                    now=now,
                )
            except SameRule:
                form.add_error(None, _("同じ規則が、もうあります。"))
            else:
                messages.success(request, _("規則を保存しました。"))
                return _back(rule)
    shown.is_on = True
    return render(
        request,
        "events/reminders/staff/rule.html",
        {
            "rule": rule,
            "form": form,
            "line": line_of(shown, now=now) if _says_something(form) else None,
            "replaces": _replaced_by(rule),
            "has_sent": bool(rule.pk) and rule.entries.exists(),
            "now": now,
        },
    )


def _says_something(form: RuleForm) -> bool:
    """As it stands or as it was typed; not while something is amiss."""
    return not form.is_bound or not form.errors


def _replaced_by(rule: ReminderRule) -> list[ReminderRule]:
    """The programme's rules that an event's own one puts aside."""
    if rule.event is None:
        return []
    return list(rule.event.programme.reminder_rules.filter(kind=rule.kind).in_order())


def _new(kind: str, **owner: Any) -> ReminderRule:
    found = kind_of_rule(kind)
    return ReminderRule(kind=found, at=time(10, 0), **_FIRST[found], **owner)


def _kinds() -> list[tuple[str, str]]:
    return [(kind.value.lower(), str(kind.label)) for kind in RuleKind]


def _back(rule: ReminderRule) -> HttpResponse:
    if rule.event is not None:
        return redirect("staff:event-reminders", rule.event.slug)
    return redirect("staff:reminder-rules")
