"""A mail server in a process of its own, with a temper, and a ledger of what it took.

`python -m tests.faults.sink LEDGER`: prints its port, then takes one JSON object a
line on standard input (a `Temper`), and answers each. It ends with its input.
"""

import hashlib
import json
import re
import sys
import time
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from threading import Lock

from tests.outbox.smtp_sink import SmtpSink, _Session

_MESSAGE_ID = re.compile(rb"^Message-ID:\s*(\S+)", re.MULTILINE | re.IGNORECASE)
_DATE = re.compile(rb"^Date: .*\r\n", re.MULTILINE)
TOO_SLOW_S = 2.5  # longer than EMAIL_TIMEOUT of the fault settings


@dataclass
class Temper:
    """How the server behaves. A number N means: each Nth letter; 0 means never."""

    ledger: str = ""
    is_down: bool = False
    seconds: float = 0.0  # until the final dot is answered
    later: int = 0  # 451 to the recipient
    unknown: int = 0  # 550 to the recipient
    cut_before: int = 0  # the line breaks at DATA
    cut_within: int = 0  # … in the middle of the letter
    cut_after: int = 0  # … when the letter has been taken: its 250 is lost
    hang: int = 0  # takes it, and answers when nobody listens any more


class TemperedSink(SmtpSink):
    def __init__(self) -> None:
        self.temper = Temper()
        self._turns = {name: count(1) for name in vars(self.temper)}
        self._writing = Lock()
        super().__init__()

    def open(self) -> None:
        super().open()
        self._server.RequestHandlerClass = TemperedSession

    def change(self, temper: Temper) -> None:
        was_down, self.temper = self.temper.is_down, temper
        self._turns = {name: count(1) for name in vars(temper)}
        if temper.is_down and not was_down:
            self.close()
        if was_down and not temper.is_down:
            self.open()

    def is_turn(self, name: str) -> bool:
        every = getattr(self.temper, name)
        return bool(every) and next(self._turns[name]) % every == 0

    def note(self, mail: bytes, *, end: str) -> None:
        """END: "250", "lost" (taken, and the client did not hear so), "cut"."""
        line = {
            "id": _MESSAGE_ID.search(mail)[1].decode(),
            "end": end,
            "at": time.time(),
            "text": hashlib.sha256(_DATE.sub(b"", mail)).hexdigest()[:16],
        }
        with self._writing, Path(self.temper.ledger).open("a") as ledger:
            ledger.write(json.dumps(line) + "\n")


class TemperedSession(_Session):
    def answer(self, verb: str, line: bytes) -> bool | None:
        sink: TemperedSink = self.server.sink
        if sink.temper.is_down:
            return False
        if verb == "RCPT":
            return self.say(self._answer_recipient())
        if verb != "DATA":
            return self.say("250 ok")
        if sink.is_turn("cut_before"):
            return False
        self.say("354 go ahead")
        if sink.is_turn("cut_within"):
            sink.note(self._read_headers(), end="cut")
            return False
        mail = self._read_whole()
        if mail is None:
            return False
        time.sleep(sink.temper.seconds)
        return self._take(mail)

    def _take(self, mail: bytes) -> bool | None:
        sink = self.server.sink
        if sink.is_turn("cut_after"):
            sink.note(mail, end="lost")
            return False
        if sink.is_turn("hang"):
            sink.note(mail, end="lost")
            time.sleep(TOO_SLOW_S)
            return False
        sink.note(mail, end="250")
        return self.say("250 taken")

    def _answer_recipient(self) -> str:
        if self.server.sink.is_turn("unknown"):
            return "550 5.1.1 no such mailbox"
        return "451 4.3.0 later" if self.server.sink.is_turn("later") else "250 ok"

    def _read_headers(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) not in (b"\r\n", b""):
            lines.append(line)
        return b"".join(lines)

    def _read_whole(self) -> bytes | None:
        """A letter without its final dot is none: the sender died in the middle."""
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return None
            lines.append(line)
        return b"".join(lines)


if __name__ == "__main__":
    sink = TemperedSink()
    sys.stdout.write(f"{sink.port}\n")
    sys.stdout.flush()
    for order in sys.stdin:
        sink.change(Temper(**json.loads(order)))
        sys.stdout.write("ok\n")
        sys.stdout.flush()
    sink.close()
