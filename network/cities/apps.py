"""Cities: the members of the Tama Peace Network."""

from django.apps import AppConfig


class CitiesConfig(AppConfig):
    name = "network.cities"
    label = "cities"
    verbose_name = "連携自治体"

    def ready(self) -> None:
        # Models can only be imported once every app is loaded.
        from events.outreach.audiences import register_audience
        from network.cities.reports import announcement_members

        register_audience("CITIES", announcement_members)
