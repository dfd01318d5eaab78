"""What is written into the logs: never a link, a ticket, an address or a telephone.

Django names the path in its own lines ("Not Found: …"), and a path may be somebody's
signed link; an exception of the database quotes the row. So the finished text is
cleaned, whoever wrote it (ASVS V16.2.5).
"""

import logging
import re

_HIDDEN = "…"
_SECRETS = re.compile(
    r"(?<=/registration/)[^/\s\"'?]+"  # a signed link, also a cut one
    r"|(?<=/network/for/)[^/\s\"'?]+"  # a guardian's or a delegate's
    r"|(?<=/network/application/)[^/\s\"'?]+"  # an applicant's
    r"|(?<=/talks/answer/)[^/\s\"'?]+"  # a storyteller's
    r"|(?<=/talks/)(?!request/|answer/)[^/\s\"'?]+"  # a group's, of its talk request
    r"|(?<=/network/invitation/)[^/\s\"'?]+"
    r"|(?<=/kotoba/mine/)[^/\s\"'?]+"  # who wrote a line
    r"|(?<=/kotoba/committee/)[^/\s\"'?]+"
    r"|(?<=/news/end/)[^/\s\"'?]+"  # a reader's
    r"|(?<=/news/confirm/)[^/\s\"'?]+"
    # A subscription's: a code with its signature, so that staff's addresses stay.
    r"|(?<=/news/)[^/\s\"'?]*:[^/\s\"'?]+"
    r"|(?<=/reset/key/)[^/\s\"'?]+"
    r"|(?<=Bearer )\S+"
    r"|\b[Kk]1[A-Za-z2-7]{32}\b"  # a ticket
    r"|[^\s@<>\"'(),:;=]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
    r"|(?<!\d)0\d{9,10}(?!\d)"  # a telephone number as we store it
)


class RedactingFormatter(logging.Formatter):
    """The usual line, with its traceback, without secrets and personal data."""

    def format(self, record: logging.LogRecord) -> str:
        return _SECRETS.sub(_HIDDEN, super().format(record))
