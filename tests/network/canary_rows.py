"""Rows of one city, of every model, with a canary in every text column.

By introspection: a model that is written next year is filled by itself.
"""

from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from network.cities.models import (
    CityOwned,
    Coordinator,
    Invitation,
    Municipality,
    Notice,
)
from peace.accounts.models import User

# Two signs that stand in no word of ours. Every form in which they could leave.
MARK = "鸞鵬"
FORMS = (
    MARK,
    MARK.encode("unicode_escape").decode(),
    "%E9%B8%9E%E9%B5%AC",
    "".join(f"&#{ord(sign)};" for sign in MARK),
    "".join(f"&#x{ord(sign):x};" for sign in MARK),
)
# Filled together with what a constraint wants beside it.
BESIDE: dict[str, str] = {"acknowledged_by": "acknowledged_at"}
# Everybody may read these: a city writes them for its public page.
PUBLIC = {("CityYear", "introduction")}


def owned() -> list[type[CityOwned]]:
    return [each for each in apps.get_models() if issubclass(each, CityOwned)]


def fill(city: Municipality) -> list[str]:
    """A row of CITY for every model of a city, and canaries in all its texts.

    Returns the columns that could not be filled.
    """
    for model in owned():
        ensure(model, city)
    left = []
    for model in owned():
        left += _mark_all(model, model.objects.filter(municipality=city))
    # What belongs to a city without being one of its rows.
    only = Notice.objects.filter(receipts__municipality=city).exclude(
        receipts__in=_receipts_of_others(city)
    )
    alone = list(only.values_list("pk", flat=True))
    left += _mark_all(Notice, Notice.objects.filter(pk__in=alone))
    left += _mark_all(Invitation, Invitation.objects.filter(municipality=city))
    terms = Coordinator.objects.filter(municipality=city)
    left += _mark_all(Coordinator, terms)
    users = User.objects.filter(coordinator_terms__in=terms)
    for user in users:
        User.objects.filter(pk=user.pk).update(
            name=f"{MARK}担当{user.pk}", email=f"{MARK}{user.pk}@example.jp"
        )
    return left


def _receipts_of_others(city: Municipality) -> models.QuerySet:
    receipts = apps.get_model("cities", "NoticeReceipt").objects
    return receipts.exclude(municipality=city)


def ensure(model: type[models.Model], city: Municipality) -> models.Model:
    """The first row of CITY; a made-up one where there is none."""
    rows: Any = model._default_manager.all()
    if issubclass(model, CityOwned):
        rows = rows.filter(municipality=city)
    return rows.order_by("pk").first() or make(model, city)


def make(model: type[models.Model], city: Municipality) -> models.Model:
    """A row with whatever the model demands, of CITY."""
    values: dict[str, Any] = {}
    for number, field in enumerate(model._meta.concrete_fields):
        if field.name == "municipality":
            values["municipality"] = city
        elif _is_demanded(field):
            values[field.name] = _value(field, city, number)
    return model._default_manager.create(**values)


def more_rows(city: Municipality) -> int:
    """One more row of CITY for every model that lets it have one; how many."""
    made = 0
    for model in owned():
        try:
            with transaction.atomic():
                row = make(model, city)
                _mark_all(model, model.objects.filter(pk=row.pk))
                made += 1
        except IntegrityError:  # one a city, one a delegate
            continue
    return made


def _is_demanded(field: models.Field) -> bool:
    if field.primary_key or field.null or field.has_default():
        return False
    return field.is_relation or not field.blank or _is_text(field)


def _value(field: models.Field, city: Municipality, number: int) -> Any:
    if field.is_relation:
        return ensure(field.related_model, city)
    if field.choices:
        return "" if field.blank else field.choices[0][0]
    if isinstance(field, models.DateTimeField):
        # In the order of the columns: what ends, ends after it starts.
        return timezone.now() + timedelta(minutes=number)
    if isinstance(field, models.DateField):
        return timezone.now().date()
    if _is_text(field):
        return _canary(field, number)
    return 1


def _is_text(field: models.Field) -> bool:
    return isinstance(field, (models.CharField, models.TextField))


def _canary(field: models.Field, number: int) -> str:
    return f"{MARK}{number}{field.name}"[: field.max_length or 40]


def _mark_all(model: type[models.Model], rows: models.QuerySet) -> list[str]:
    left = []
    for field in model._meta.concrete_fields:
        place = (model.__name__, field.name)
        plain = _is_text(field) and not field.choices and not field.is_relation
        if not plain or field.primary_key or place in PUBLIC:
            continue
        for row in rows:
            changes: dict[str, Any] = {field.name: _canary(field, row.pk)}
            if field.name in BESIDE:
                changes[BESIDE[field.name]] = timezone.now()
            try:
                with transaction.atomic():
                    model._base_manager.filter(pk=row.pk).update(**changes)
            except IntegrityError:
                left.append(f"{place[0]}.{place[1]}")
    return left
