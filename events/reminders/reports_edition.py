"""What of an event's reminders its next edition would have too."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from events.programme.models import Event
from events.reminders.models import ReminderRule
from events.reminders.models.rule import ReminderRuleQuerySet
from peace.outbox.models import LetterText


def own_rules(event: Event) -> ReminderRuleQuerySet:
    """Those of EVENT alone; the programme's hold for every edition anyway."""
    found: ReminderRuleQuerySet = ReminderRule.objects.filter(event=event)
    return found.in_order()


def own_texts(event: Event) -> QuerySet[LetterText]:
    """Letters in the words for EVENT alone, in every language that has some."""
    scope = event.letter_scopes[0]
    return LetterText.objects.filter(scope=scope, in_use=True).order_by("pk")


def what_comes_along(event: Event) -> list[str]:
    """In words for staff, before they copy."""
    found = []
    if rules := own_rules(event).count():
        found.append(_("事前案内の規則（%(count)s件）。") % {"count": rules})
    if letters := own_texts(event).values("name").order_by().distinct().count():
        words = _(
            "お知らせの文面（%(count)s件）。日付や場所が書いてあれば、"
            "写したあとで直してください。"
        )
        found.append(words % {"count": letters})
    return found
