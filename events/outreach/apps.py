"""Outreach: who hears of it, and how they found the way."""

from django.apps import AppConfig


class OutreachConfig(AppConfig):
    name = "events.outreach"
    label = "outreach"
    verbose_name = "広報"

    def ready(self) -> None:
        # Models can only be imported once every app is loaded.
        from events.outreach import announcement_batches, parts
        from events.outreach.heard import heard_label, heard_of
        from events.registration.heard import Heard, register_heard
        from peace.outbox.batches import register_batches
        from peace.outbox.parts import register_part

        register_part("talk_calendar", parts.calendar, parts.load_talks)
        register_part("talk_telling", parts.telling, parts.load_tellings)
        register_heard(Heard(choices=heard_of, label=heard_label))
        register_batches(announcement_batches.KIND, announcement_batches.BATCHES)
