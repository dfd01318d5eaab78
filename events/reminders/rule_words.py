"""A rule in words: "前日10:00に、席のある方へ。メール、なければ電話。" """

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.reminders.choices import Audience, Only, RuleKind, Ways
from events.reminders.models import ReminderRule
from peace.language.dates import staff_time


def rule_in_words(rule: ReminderRule) -> str:
    """What RULE does, in two sentences that staff read before they save it."""
    return _("%(when)sに、%(whom)sへ。%(ways)s。%(until)s") % {
        "when": when(rule),
        "whom": whom(rule),
        "ways": Ways(rule.ways).label,
        "until": until(rule),
    }


def when(rule: ReminderRule) -> str:
    """前日10:00, 3日前18:00, 翌日10:00."""
    return _("%(day)s%(clock)s") % {"day": _day(rule), "clock": staff_time(rule.at)}


def _day(rule: ReminderRule) -> str:
    if rule.days == 0:
        return _("当日")
    if rule.is_thanks:
        if rule.days == 1:
            return _("翌日")
        return ngettext("%(n)s日後", "%(n)s日後", rule.days) % {"n": rule.days}
    if rule.days == 1:
        return _("前日")
    return ngettext("%(n)s日前", "%(n)s日前", rule.days) % {"n": rule.days}


def whom(rule: ReminderRule) -> str:
    if rule.kind == RuleKind.CONSENT:
        found = _("同意がまだの方の保護者")
    elif rule.only == Only.NOT_CONFIRMED:
        found = _("席があり、参加の返事がまだの方")
    elif rule.only == Only.LACKS_CONSENT:
        found = _("席があり、保護者の同意がまだの方")
    else:
        found = str(Audience(rule.audience).label)
    if rule.timeslot is None:
        return found
    return _("「%(timeslot)s」の%(whom)s") % {
        "timeslot": rule.timeslot.title,
        "whom": found,
    }


def until(rule: ReminderRule) -> str:
    """The latest useful moment."""
    hours = rule.latest_hours
    if rule.is_thanks:
        return ngettext(
            "終わって%(n)s時間を過ぎたら送りません。",
            "終わって%(n)s時間を過ぎたら送りません。",
            hours,
        ) % {"n": hours}
    if not hours:
        return _("始まったあとは送りません。")
    return ngettext(
        "始まる%(n)s時間前を過ぎたら送りません。",
        "始まる%(n)s時間前を過ぎたら送りません。",
        hours,
    ) % {"n": hours}
