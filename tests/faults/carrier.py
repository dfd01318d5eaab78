"""The house's own SMTP carrier, with the fuses on its way."""

import smtplib

from peace.outbox.smtp import SmtpCarrier, _Plain
from tests.faults import fuses


class _Fused(_Plain):
    def data(self, msg: bytes) -> tuple[int, bytes]:
        fuses.burn(fuses.BEFORE_DATA)
        answer = super().data(msg)
        fuses.burn(fuses.AFTER_250)
        return answer

    def send(self, s: bytes | str) -> None:
        is_letter = isinstance(s, bytes) and len(s) > 500
        if is_letter and fuses.is_armed(fuses.WITHIN_DATA):
            s = s[: len(s) // 2]
        super().send(s)
        if is_letter:
            fuses.burn(fuses.WITHIN_DATA)


class FusedCarrier(SmtpCarrier):
    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _Fused
