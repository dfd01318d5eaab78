"""Reminders: what is said, and when."""

from django.apps import AppConfig


class RemindersConfig(AppConfig):
    name = "events.reminders"
    label = "reminders"
    verbose_name = "事前案内"

    def ready(self) -> None:
        # Models can only be imported once every app is loaded.
        from events.programme.copying import Companion, register_companion
        from events.registration.history import register_history
        from events.reminders import parts
        from events.reminders.history import left_out
        from events.reminders.reports_edition import what_comes_along
        from events.reminders.usecases.bring_along import bring_along
        from peace.outbox.parts import register_part

        register_part("ticket_sample", parts.ticket_sample)
        register_history(left_out)
        register_companion(Companion(bring=bring_along, words=what_comes_along))
