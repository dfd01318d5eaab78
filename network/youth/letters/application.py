"""Letters about an application: in the applicant's language, in their city's name.

By e-mail, otherwise by telephone; an address that takes no e-mail and has no number
beside it gets its letter by post.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from network.cities.letters import LANGUAGE, secretariat_values
from network.cities.models import Coordinator
from network.youth.choices import ApplicationStatus
from network.youth.models import CityYear, YouthApplication
from peace.language.dates import date_long, deadline_short, moment, time_range
from peace.outbox.choices import LetterClass
from peace.outbox.letter import Letter, Recipient, render_letter
from peace.outbox.usecases.enqueue import enqueue, enqueue_many

RESULT = "application_result"
RESULTS = {
    ApplicationStatus.CHOSEN.value: "application_chosen",
    ApplicationStatus.RESERVE.value: "application_reserve",
    ApplicationStatus.NOT_CHOSEN.value: "application_not_chosen",
}
# As in usecases/interview.py and usecases/erase_applications.py, which stand above.
CHANGE_BEFORE = timedelta(days=1)
KEPT = timedelta(days=90)


def received(*, application: YouthApplication, now: datetime) -> None:
    """Your application is here; the link to see it and to withdraw it."""
    _send(
        "application_received",
        application,
        _values(application),
        key=f"application_received:{application.pk}",
        now=now,
    )


def interview(*, application: YouthApplication, now: datetime) -> None:
    """When and where; also when the time has changed."""
    slot = application.slot
    if slot is None:
        return
    language = application.language
    change_by = slot.starts_at - CHANGE_BEFORE
    space = "" if language == "ja" else " "
    day, hours = (
        date_long(slot.starts_at, language),
        time_range(slot.starts_at, slot.ends_at, language),
    )
    values = _values(application) | {
        "slot_when": f"{day}{space}{hours}",
        "slot_short": deadline_short(slot.starts_at, language),
        "slot_place": slot.place,
        "change_by": moment(change_by, language) if change_by > now else "",
    }
    _send(
        "interview",
        application,
        values,
        key=f"interview:{application.pk}:{int(now.timestamp() * 1000)}",
        not_after=slot.starts_at,
        now=now,
    )


def results(
    *, applications: Sequence[YouthApplication], due_at: datetime, now: datetime
) -> int:
    """To everybody who applied, each by themselves; they wait until DUE_AT."""
    orders = [
        {
            "key": f"{RESULT}:{each.pk}",
            "kind": RESULT,
            "letter_class": LetterClass.A,
            "recipient": _recipient(each),
            "language": each.language,
            "letter": result_letter(each, status=each.status, at=due_at),
            "about": each.about,
            "due_at": due_at,
        }
        for each in applications
    ]
    return enqueue_many(orders, now=now)


def result_letter(
    application: YouthApplication, *, status: str, at: datetime
) -> Letter:
    """The result as it is sent; also shown to the city before it decides."""
    erased_on = date_long(at + KEPT, application.language)
    values = _values(application) | {"erased_on": erased_on}
    return render_letter(f"network/{RESULTS[status]}", application.language, values)


def withdrawn(*, application: YouthApplication, now: datetime) -> None:
    """To those who act for the city."""
    year = application.programme.year
    path = reverse("youth:applications", args=[year])
    values = {
        "member_city": application.municipality.name,
        "number": application.number,
        "applications_url": f"{settings.SITE_URL}{path}",
        **secretariat_values(),
    }
    name = "application_withdrawn"
    terms = Coordinator.objects.acting_at(now).filter(
        municipality=application.municipality_id
    )
    orders = [
        {
            "key": f"{name}:{application.pk}:{term.user_id}",
            "kind": name,
            "letter_class": LetterClass.A,
            "recipient": Recipient(name=term.user.name, email=term.user.email),
            "language": LANGUAGE,
            "letter": render_letter(
                f"network/{name}",
                LANGUAGE,
                values | {"coordinator_name": term.user.name},
            ),
            "about": application.about,
        }
        for term in terms.select_related("user")
    ]
    enqueue_many(orders, now=now)


def _send(
    name: str,
    application: YouthApplication,
    values: dict[str, str],
    *,
    key: str,
    not_after: datetime | None = None,
    now: datetime,
) -> None:
    enqueue(
        key=key,
        kind=name,
        letter_class=LetterClass.A,
        recipient=_recipient(application),
        language=application.language,
        letter=render_letter(f"network/{name}", application.language, values),
        about=application.about,
        not_after=not_after,
        now=now,
    )


def _recipient(application: YouthApplication) -> Recipient:
    return Recipient(
        name=application.name,
        email=application.email,
        phone=application.phone,
        postal=application.address,
    )


def _values(application: YouthApplication) -> dict[str, str]:
    contact = (
        CityYear.objects.filter(
            programme=application.programme_id,
            municipality=application.municipality_id,
        )
        .values_list("contact", flat=True)
        .first()
    )
    with translation.override(application.language):
        return {
            "name": application.name,
            "number": application.number,
            "year": str(application.programme.year),
            "member_city": application.municipality.display_name,
            "contact": contact or "",
            "application_url": settings.SITE_URL + application.url,
            "site_url": settings.SITE_URL + reverse("home"),
        }
