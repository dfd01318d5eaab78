"""Answers as rows for a spreadsheet, without the order in which they came."""

import secrets
from collections.abc import Iterable

from django.utils.translation import gettext as _

from events.registration.exports.table import Table
from events.results.models import QuestionnaireAnswer


def answers_table(answers: Iterable[QuestionnaireAnswer]) -> Table:
    """One row an answer, shuffled anew each time; no day, no number, no key."""
    rows = [
        [
            each.get_visit_display(),
            each.get_age_band_display(),
            each.get_heard_from_display(),
            str(each.get_satisfaction_display() or ""),
            each.comment,
            _("はい") if each.is_quotable else "",
        ]
        for each in answers
    ]
    secrets.SystemRandom().shuffle(rows)
    headers = [
        _("はじめてか"),
        _("年代"),
        _("何で知ったか"),
        _("いかがでしたか"),
        _("ひとこと"),
        _("報告に載せてよい"),
    ]
    return Table(headers, rows, ["" for _row in rows])
