"""Letters between a city and the secretariat about its nomination.

Coordinators are people at work in a city office; their letters are in Japanese, to
each of them, one by one.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse

from network.cities.letters import LANGUAGE, secretariat_values
from network.cities.models import Coordinator
from network.youth.models import Nomination, YouthRules
from peace.accounts.choices import Role
from peace.accounts.models import User
from peace.language.dates import date_long, date_short, deadline
from peace.outbox.choices import LetterClass
from peace.outbox.letter import Recipient, render_letter
from peace.outbox.usecases.enqueue import enqueue_many


def submitted(*, nomination: Nomination, now: datetime) -> None:
    """To the secretariat: somebody has to look."""
    _to_secretariat("nomination_submitted", nomination, {}, now=now)


def withdrawn(
    *, nomination: Nomination, successor: Nomination | None, now: datetime
) -> None:
    """To the secretariat: who went, and whether the reserve moved up."""
    line = "補欠の方が、推薦者になりました。" if successor else ""
    _to_secretariat(
        "nomination_withdrawn", nomination, {"successor_line": line}, now=now
    )


def accepted(*, nomination: Nomination, now: datetime) -> None:
    """To the city: what comes next."""
    rules = nomination.programme.rules
    days = [date.fromisoformat(each["on"]) for each in rules.dates] if rules else []
    values = {
        "reviewed_at": date_long(now, LANGUAGE),
        "first_training": date_long(min(days), LANGUAGE) if days else "",
    }
    _to_city("nomination_accepted", nomination, values, now=now)


def sent_back(*, nomination: Nomination, points: str, now: datetime) -> None:
    """To the city: what has to be corrected, point by point."""
    fixes = [line.strip() for line in points.splitlines() if line.strip()]
    numbered = (f"{number} {text}" for number, text in enumerate(fixes, start=1))
    values = {
        "fix_count": str(len(fixes)),
        "fix_list": "\n".join(numbered),
        "due": _due(nomination),
        "reviewed_at": date_long(now, LANGUAGE),
    }
    _to_city("nomination_sent_back", nomination, values, now=now)


def declined(*, nomination: Nomination, reason: str, now: datetime) -> None:
    """To the city: why, and until when it can nominate somebody else."""
    values = {"reason": reason.strip(), "due": _due(nomination)}
    _to_city("nomination_declined", nomination, values, now=now)


def rules_published(*, rules: YouthRules, now: datetime) -> None:
    """To every coordinator of every city: the rules in force, or what changed."""
    path = reverse("youth:rules", args=[rules.programme.year])
    change = f"変わったこと　{rules.change_note}" if rules.version > 1 else ""
    values = {
        "year": str(rules.programme.year),
        "programme_title": rules.programme.title.in_language(LANGUAGE),
        "version": str(rules.version),
        "change_line": change,
        "due": deadline(rules.deadline, LANGUAGE),
        "born_from": date_long(rules.born_from, LANGUAGE),
        "born_to": date_long(rules.born_to, LANGUAGE),
        "rules_url": f"{settings.SITE_URL}{path}",
        **secretariat_values(),
    }
    terms = Coordinator.objects.acting_at(now)
    _send(
        "rules_published",
        terms.select_related("user", "municipality"),
        values,
        about=rules.programme.about,
        key=f"rules:{rules.pk}",
        now=now,
    )


def _to_city(
    name: str, nomination: Nomination, values: dict[str, str], *, now: datetime
) -> None:
    terms = Coordinator.objects.acting_at(now).filter(
        municipality=nomination.municipality
    )
    path = reverse("youth:nomination", args=[nomination.pk])
    _send(
        name,
        terms.select_related("user", "municipality"),
        values | _of(nomination, path),
        about=nomination.about,
        key=_key(name, nomination),
        now=now,
    )


def _to_secretariat(
    name: str, nomination: Nomination, values: dict[str, str], *, now: datetime
) -> None:
    path = reverse("youth:review", args=[nomination.pk])
    values = values | _of(nomination, path)
    values["member_city"] = nomination.municipality.name
    readers = User.objects.filter(role=Role.SECRETARIAT, is_active=True)
    orders = [
        _order(name, user, values, about=nomination.about, key=_key(name, nomination))
        for user in readers
    ]
    enqueue_many(orders, now=now)


def _send(
    name: str,
    terms: Iterable[Coordinator],
    values: dict[str, str],
    *,
    about: str,
    key: str,
    now: datetime,
) -> None:
    orders = [
        _order(
            name,
            term.user,
            values | {"member_city": term.municipality.name},
            about=about,
            key=key,
        )
        for term in terms
    ]
    enqueue_many(orders, now=now)


def _order(
    name: str, user: User, values: dict[str, str], *, about: str, key: str
) -> dict:
    values = values | {"coordinator_name": user.name}
    return {
        "key": f"{key}:{user.pk}",
        "kind": name,
        "letter_class": LetterClass.A,
        "recipient": Recipient(name=user.name, email=user.email),
        "language": LANGUAGE,
        "letter": render_letter(f"network/{name}", LANGUAGE, values),
        "about": about,
    }


def _of(nomination: Nomination, path: str) -> dict[str, str]:
    return {
        "year": str(nomination.programme.year),
        "kind": str(nomination.get_kind_display()),
        "nomination_url": f"{settings.SITE_URL}{path}",
        **secretariat_values(),
    }


def _key(name: str, nomination: Nomination) -> str:
    """Each step writes once: the number of its row of history tells them apart."""
    return f"{name}:{nomination.pk}:{nomination.decisions.count()}"


def _due(nomination: Nomination) -> str:
    rules = nomination.programme.rules
    return date_short(rules.deadline, LANGUAGE) if rules else ""
