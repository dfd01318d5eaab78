"""An SMTP carrier that knows whether a broken line may have taken the letter."""

import smtplib

from django.core.mail.backends.smtp import EmailBackend


class _Remembering:
    """Keeps the code of the server's last answer."""

    last_code = 0

    def getreply(self) -> tuple[int, bytes]:
        answer = super().getreply()  # type: ignore[misc]
        self.last_code = answer[0]
        return answer


class _Plain(_Remembering, smtplib.SMTP):
    pass


class _Tls(_Remembering, smtplib.SMTP_SSL):
    pass


class SmtpCarrier(EmailBackend):
    """Django's SMTP backend, and one question more."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _Tls if self.use_ssl else _Plain

    @property
    def is_unclear(self) -> bool:
        """The server said "go ahead" (354) and has not answered the final dot.

        From there on nobody knows whether it took the letter (RFC 1047).
        """
        return getattr(self.connection, "last_code", 0) == 354
