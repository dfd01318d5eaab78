"""Letters about a delegate's report: to the delegate, the city, the secretariat.

A delegate reads them in their own language, by e-mail or by phone.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from network.cities.letters import LANGUAGE, secretariat_values
from network.cities.models import Coordinator
from network.youth.choices import Reader
from network.youth.models import Delegate, ReportComment, YouthApplication, YouthReport
from peace.accounts.choices import Role
from peace.accounts.models import User
from peace.language.dates import TOKYO, date_long
from peace.outbox.choices import LetterClass
from peace.outbox.letter import Recipient, render_letter
from peace.outbox.usecases.enqueue import enqueue_many

Order = dict[str, Any]
# A reminder is of use until the next one, or a week after the deadline.
_LASTS = {7: timedelta(days=6), 1: timedelta(days=2), -1: timedelta(days=6)}


def submitted(*, report: YouthReport, now: datetime) -> None:
    """To the city's coordinators and to the secretariat: somebody has to read it."""
    key = f"report_submitted:{report.pk}:{now.isoformat()}"
    desk = reverse("youth:report-review", args=[report.delegate_id])
    city = reverse("youth:city-report", args=[report.delegate_id])
    orders = [
        _to_desk("report_submitted", user, report, desk, key=key)
        for user in User.objects.filter(role=Role.SECRETARIAT, is_active=True)
    ]
    orders += [
        _to_desk("report_submitted", user, report, city, key=key)
        for user in _coordinators(report.municipality_id, now)
    ]
    enqueue_many(orders, now=now)


def sent_back(*, report: YouthReport, comment: ReportComment, now: datetime) -> None:
    """To the delegate: what to change, in the words of who read it."""
    key = f"report_sent_back:{report.pk}:{comment.pk}"
    values = {"points": comment.text}
    send([_to_delegate("report_sent_back", report.delegate, values, key=key)], now=now)


def approved(*, report: YouthReport, now: datetime) -> None:
    """To the delegate: it is done, and what is public is still theirs to decide."""
    key = f"report_approved:{report.pk}:{now.isoformat()}"
    send([_to_delegate("report_approved", report.delegate, {}, key=key)], now=now)


def published(*, reports: Iterable[YouthReport], now: datetime) -> None:
    """To each delegate, in three languages, and to the coordinators of their city."""
    orders = []
    for report in reports:
        delegate = report.delegate
        key = f"report_published:{report.pk}:{now.isoformat()}"
        values = {"page_url": _page_url(delegate, language_of(delegate))}
        orders.append(_to_delegate("report_published", delegate, values, key=key))
        path = reverse("youth:reports", args=[delegate.programme.year])
        orders += [
            _to_desk("report_published_city", user, report, path, key=key)
            for user in _coordinators(report.municipality_id, now)
        ]
    enqueue_many(orders, now=now)


def reminder(*, delegate: Delegate, due_on: date, step: int) -> Order:
    """The order of a reminder: STEP days before DUE_ON (−1: the day after)."""
    language = language_of(delegate)
    day = datetime.combine(due_on, datetime.min.time(), tzinfo=TOKYO)
    order = _to_delegate(
        "report_due" if step > 0 else "report_late",
        delegate,
        {"due": date_long(due_on, language)},
        key=f"report_due:{delegate.pk}:{due_on.isoformat()}:{step}",
    )
    return order | {
        "letter_class": LetterClass.B,
        "not_after": day - timedelta(days=step) + _LASTS[step],
    }


def send(orders: list[Order], *, now: datetime) -> int:
    """Into the outbox; how many were new."""
    return enqueue_many(orders, now=now) if orders else 0


def language_of(delegate: Delegate) -> str:
    """The one in which the delegate applied; Japanese when the city wrote for them."""
    found = YouthApplication.objects.filter(nomination=delegate.nomination_id).first()
    return found.language if found else LANGUAGE


def _to_delegate(
    name: str, delegate: Delegate, values: dict[str, str], *, key: str
) -> Order:
    who = delegate.nomination
    language = language_of(delegate)
    values = values | {
        "name": who.name,
        "year": str(delegate.programme.year),
        "member_city": _city_in(delegate, language),
        "report_url": _link_url(delegate, language),
        "secretariat_phone": _phone_in(language),
    }
    return {
        "key": key,
        "kind": name,
        "letter_class": LetterClass.A,
        "recipient": Recipient(name=who.name, email=who.email, phone=who.phone),
        "language": language,
        "letter": render_letter(f"network/{name}", language, values),
        "about": delegate.about,
    }


def _to_desk(
    name: str, user: User, report: YouthReport, path: str, *, key: str
) -> Order:
    values = {
        "coordinator_name": user.name,
        "member_city": report.municipality.name,
        "year": str(report.delegate.programme.year),
        "report_url": f"{settings.SITE_URL}{path}",
        **secretariat_values(),
    }
    return {
        "key": f"{key}:{user.pk}",
        "kind": name,
        "letter_class": LetterClass.A,
        "recipient": Recipient(name=user.name, email=user.email),
        "language": LANGUAGE,
        "letter": render_letter(f"network/{name}", LANGUAGE, values),
        "about": report.about,
    }


def _coordinators(code: str, now: datetime) -> list[User]:
    terms = Coordinator.objects.acting_at(now).filter(municipality=code)
    return [term.user for term in terms.select_related("user").order_by("pk")]


def _phone_in(language: str) -> str:
    word = {"en": "extension", "ja-easy": "内線《ないせん》"}.get(language, "内線")
    comma = ", " if language == "en" else " "
    return f"{settings.OFFICE_PHONE}{comma}{word} {settings.OFFICE_EXTENSION}"


def _city_in(delegate: Delegate, language: str) -> str:
    with translation.override(language):
        return delegate.municipality.display_name


def _link_url(delegate: Delegate, language: str) -> str:
    """Their own page, while a link is in force; else the line is left out."""
    link = delegate.links.filter(reader=Reader.DELEGATE, ended_at__isnull=True).first()
    if link is None:
        return ""
    with translation.override(language):
        return settings.SITE_URL + reverse("youth:link-report", args=[link.token])


def _page_url(delegate: Delegate, language: str) -> str:
    with translation.override(language):
        path = reverse("youth:reports", args=[delegate.programme.year])
    return f"{settings.SITE_URL}{path}"
