"""The ledger of an event for staff: who was told what, how, and who will be."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from events.programme.access import staff_event
from events.reminders.choices import LedgerState
from events.reminders.models import ReminderRule
from events.reminders.reports_ledger import ledger
from events.reminders.rule_words import rule_in_words
from peace.accounts.access import staff_required

ON_A_PAGE = 100


@require_safe
@staff_required
def of_event(request: HttpRequest, slug: str) -> HttpResponse:
    """One line for each party, rule and day; narrowed, counted, printed whole."""
    event = staff_event(slug)
    now = timezone.now()
    state = request.GET.get("state", "")
    state = state if state in LedgerState.values else ""
    rules = _rules(event.pk, event.programme_id)
    typed = request.GET.get("rule", "")
    rule = next((each.pk for each in rules if str(each.pk) == typed), None)
    found = ledger(event, state=state, rule=rule, now=now)
    everything = "all" in request.GET
    size = max(1, len(found.lines)) if everything else ON_A_PAGE
    pages = Paginator(found.lines, size)
    query = request.GET.copy()
    query.pop("page", None)
    return render(
        request,
        "events/reminders/staff/ledger.html",
        {
            "event": event,
            "ledger": found,
            "page": pages.get_page(request.GET.get("page")),
            "query": query.urlencode(),
            "state": state,
            "rule": rule,
            "rules": [(each, rule_in_words(each)) for each in rules],
            "counts": [(each, n) for each, n in found.counts.items()],
            "everything": everything,
            "now": now,
        },
    )


def _rules(event_id: int, programme_id: int) -> list[ReminderRule]:
    found = ReminderRule.objects.select_related("timeslot")
    mine = found.filter(event=event_id) | found.filter(programme=programme_id)
    return list(mine.in_order())
