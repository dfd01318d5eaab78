"""The second net: who acts for a city finds no row of another, however they look."""

import pytest
from django.apps import apps
from django.db.models import Count

from network.cities.models import CityOwned
from network.cities.scope import acting_for, city_in_force
from network.youth.models import Delegate, Nomination, YouthProgramme
from tests.network import builders

pytestmark = pytest.mark.django_db
CHOFU, HINO = builders.CHOFU, builders.HINO


@pytest.fixture
def two() -> tuple[Delegate, Delegate]:
    year = builders.programme()
    return (
        builders.delegate(builders.city(CHOFU), year),
        builders.delegate(builders.city(HINO), year),
    )


def test_without_a_city_in_force_everything_is_there(two):
    assert city_in_force() is None
    assert Delegate.objects.count() == 2


def test_inside_only_the_rows_of_the_city_are_there(two):
    mine, foreign = two
    with acting_for(CHOFU):
        assert [each.pk for each in Delegate.objects.all()] == [mine.pk]
        assert Nomination.objects.count() == 1
        assert Nomination.objects.aggregate(n=Count("pk"))["n"] == 1
        assert not Delegate.objects.filter(pk=foreign.pk).exists()
        assert not builders.city(HINO).nominations.exists()
        assert list(YouthProgramme.objects.get().delegates.all()) == [mine]
        assert {each.delegate_id for each in mine.checklist.model.objects.all()} == {
            mine.pk
        }
    assert city_in_force() is None


def test_another_citys_row_cannot_be_followed_changed_or_removed(two):
    _mine, foreign = two
    item = foreign.checklist.first()
    with acting_for(CHOFU):
        with pytest.raises(Delegate.DoesNotExist):
            foreign.refresh_from_db()
        item = type(item)(pk=item.pk, delegate_id=foreign.pk)
        with pytest.raises(Delegate.DoesNotExist):
            _ = item.delegate
        assert Delegate.objects.filter(pk=foreign.pk).update(room="1") == 0
        assert Delegate.objects.filter(pk=foreign.pk).delete()[0] == 0


def test_whatever_hangs_on_a_citys_row_carries_the_city():
    """A model that refers to one of a city's rows must be held back by itself."""
    loose = {
        model.__name__
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.many_to_one
        and field.concrete
        and issubclass(field.related_model, CityOwned)
        and not issubclass(model, CityOwned)
    }
    assert loose == set()


def test_every_row_of_a_city_is_read_through_the_net():
    for model in apps.get_models():
        if issubclass(model, CityOwned):
            with acting_for(CHOFU):
                sql = str(model._base_manager.all().query)
                assert CHOFU in sql, model
                assert CHOFU in str(model._default_manager.all().query), model
