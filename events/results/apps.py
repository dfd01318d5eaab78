"""Results: what it brought."""

from django.apps import AppConfig


class ResultsConfig(AppConfig):
    name = "events.results"
    label = "results"
    verbose_name = "成果"

    def ready(self) -> None:
        # Models can only be imported once every app is loaded.
        from events.programme.afterwards import register_surveys
        from events.results.surveys import find_survey

        register_surveys(find_survey)
