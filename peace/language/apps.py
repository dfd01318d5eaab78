"""Language: three languages, ruby, dates, names."""

from django.apps import AppConfig


class LanguageConfig(AppConfig):
    name = "peace.language"
    label = "language"
    verbose_name = "ことば"
