"""A text in three languages, kept in one JSON column."""

from collections.abc import Sequence
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.fields.json import KeyTransform
from django.db.models.query_utils import DeferredAttribute
from django.utils.translation import get_language

SOURCE = "ja"
LANGUAGES = (SOURCE, "en", "ja-easy")


class Localised(dict[str, str]):
    """`{"ja": …, "en": …, "ja-easy": …}` that reads as the reader's language.

    A missing or empty language reads as Japanese; without Japanese it is falsy.
    """

    @classmethod
    def of(cls, value: object) -> Self:
        """From a dict, from a plain str (Japanese) or from None (empty).

        Raises ValueError for another type, an unknown language or a text not a str.
        """
        if isinstance(value, cls):
            return value
        if value is None:
            return cls()
        if isinstance(value, str):
            return cls({SOURCE: value})
        if not isinstance(value, dict):
            raise ValueError(f"not a text in languages: {type(value).__name__}")
        for language, text in value.items():
            if language not in LANGUAGES or not isinstance(text, str):
                raise ValueError(f"not a text in a language of ours: {language!r}")
        return cls(value)

    def in_language(self, language: str | None) -> str:
        return self.get(language or SOURCE) or self.get(SOURCE) or ""

    def __str__(self) -> str:
        return self.in_language(get_language())

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def __bool__(self) -> bool:
        return bool(self.get(SOURCE))


class LocalisedAttribute(DeferredAttribute):
    """Turns what is assigned into a `Localised` at once, not only after a reload."""

    def __set__(self, instance: models.Model, value: Any) -> None:
        if not hasattr(value, "resolve_expression"):
            value = Localised.of(value)
        instance.__dict__[self.field.attname] = value


class LocalisedField(models.JSONField):
    """A column of `Localised`. Unless `blank`, validation asks for Japanese."""

    description = "A text in three languages"
    descriptor_class = LocalisedAttribute

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", dict)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        if kwargs.get("default") is dict:
            del kwargs["default"]
        return name, path, args, kwargs

    def from_db_value(
        self, value: Any, expression: Any, connection: BaseDatabaseWrapper
    ) -> Any:
        found = super().from_db_value(value, expression, connection)
        # `values("title__en")` asks for one language and gets its str.
        if found is None or isinstance(expression, KeyTransform):
            return found
        return Localised.of(found)

    def to_python(self, value: Any) -> Localised:
        try:
            return Localised.of(value)
        except ValueError as error:
            raise ValidationError(
                self.error_messages["invalid"], code="invalid"
            ) from error

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        if not self.blank and not value:
            raise ValidationError(self.error_messages["blank"], code="blank")

    # Not get_prep_value: lookups such as `title__ja="…"` pass through that one.
    def get_db_prep_save(self, value: Any, connection: BaseDatabaseWrapper) -> Any:
        if not hasattr(value, "resolve_expression"):
            value = Localised.of(value)
        return super().get_db_prep_save(value, connection)
