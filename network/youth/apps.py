"""Youth: each city's delegate, from the nomination to what they do afterwards."""

from django.apps import AppConfig


class YouthConfig(AppConfig):
    name = "network.youth"
    label = "youth"
    verbose_name = "派遣ユース"
