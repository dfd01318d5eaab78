"""Registration: who will come."""

from django.apps import AppConfig


class RegistrationConfig(AppConfig):
    name = "events.registration"
    label = "registration"
    verbose_name = "申込み"

    def ready(self) -> None:
        # Models can only be imported once every app is loaded.
        from events.registration import parts
        from peace.outbox.parts import register_part

        register_part("ticket_qr", parts.ticket_qr, parts.load_tickets)
        register_part("calendar", parts.calendar, parts.load_registrations)
        register_part(
            "calendar_update", parts.calendar_update, parts.load_registrations
        )
