"""A text in three languages, as a value and as a column."""

import copy
import json

import pytest
from django.core.exceptions import ValidationError
from django.db.migrations.writer import MigrationWriter
from django.template import Context, Template
from django.utils.translation import override

from events.programme.models import Venue
from peace.language.localised import Localised, LocalisedField

HALL = {
    "ja": "くにたち市民芸術小ホール",
    "en": "Kunitachi Arts Hall",
    "ja-easy": "小《ちい》さい ホール",
}


@pytest.mark.parametrize("language", ["ja", "en", "ja-easy"])
def test_a_text_reads_in_the_active_language(language):
    with override(language):
        assert str(Localised(HALL)) == HALL[language]
        assert f"{Localised(HALL)}" == HALL[language]


@pytest.mark.parametrize("language", ["en", "ja-easy", "fr", None])
@pytest.mark.parametrize("text", [{"ja": "会場"}, {"ja": "会場", "en": ""}])
def test_a_missing_language_reads_as_japanese(language, text):
    assert Localised(text).in_language(language) == "会場"


def test_without_any_active_language_a_text_is_japanese():
    with override(None):
        assert str(Localised(HALL)) == HALL["ja"]


def test_a_text_without_japanese_is_falsy_and_equal_to_its_dict():
    assert not Localised()
    assert not Localised({"ja": "", "en": "Hall"})
    assert Localised(HALL)
    assert Localised(HALL) == HALL
    assert json.loads(json.dumps(Localised(HALL))) == HALL
    assert type(copy.deepcopy(Localised(HALL))) is Localised


def test_templates_show_escape_and_default_a_text():
    template = Template(
        "{{ a }}|{{ b|default:'none' }}|{% if b %}yes{% else %}no{% endif %}|{{ a.en }}"
    )
    with override("ja"):
        shown = template.render(
            Context({"a": Localised(ja="<席>", en="seat"), "b": Localised()})
        )
    assert shown == "&lt;席&gt;|none|no|seat"


@pytest.mark.parametrize("value", [HALL, Localised(HALL)])
def test_what_is_assigned_is_a_text_at_once(value):
    venue = Venue(name=value)
    assert venue.name.in_language("en") == "Kunitachi Arts Hall"
    venue.name = "公民館"
    assert venue.name == {"ja": "公民館"}
    venue.name = None
    assert venue.name == {}


@pytest.mark.parametrize("value", [{"de": "Saal"}, {"ja": 1}, 7, ["会場"]])
def test_what_is_no_text_is_refused(value):
    with pytest.raises(ValueError, match="not a text"):
        Venue(name=value)
    with pytest.raises(ValidationError):
        LocalisedField().clean(value, None)


@pytest.mark.parametrize("value", [{}, {"ja": ""}, {"en": "Hall"}])
def test_validation_asks_for_japanese_unless_blank(value):
    with pytest.raises(ValidationError):
        LocalisedField().clean(value, None)
    assert LocalisedField(blank=True).clean(value, None) == value


@pytest.mark.django_db
def test_a_saved_text_comes_back_in_all_its_languages():
    Venue.objects.create(slug="hall", name=HALL, address="国立市", access={})
    venue = Venue.objects.get(slug="hall")
    assert type(venue.name) is Localised
    assert venue.name == HALL
    assert venue.address == {"ja": "国立市"}
    assert not venue.access
    venue.name["en"] = "Small Hall"
    venue.save()
    venue.refresh_from_db()
    assert venue.name.in_language("en") == "Small Hall"


@pytest.mark.django_db
def test_a_text_is_found_listed_and_updated_by_language():
    Venue.objects.create(slug="hall", name=HALL, address="", access="")
    assert Venue.objects.filter(name__en="Kunitachi Arts Hall").exists()
    assert Venue.objects.values_list("name__en", "name").get() == (
        "Kunitachi Arts Hall",
        HALL,
    )
    Venue.objects.update(address="富士見台2-48-1")
    assert Venue.objects.get().address == {"ja": "富士見台2-48-1"}
    assert Venue.objects.only("slug").get().name == HALL


def test_a_migration_names_the_field_and_keeps_it_short():
    written, imports = MigrationWriter.serialize(LocalisedField(blank=True))
    assert written == "peace.language.localised.LocalisedField(blank=True)"
    assert imports == {"import peace.language.localised"}
