"""A mail server for tests: takes letters, refuses, hangs up, and remembers."""

import re
import socketserver
import threading
from collections import Counter
from collections.abc import Callable

_ADDRESS = re.compile(rb"<([^>]*)>")
_MESSAGE_ID = re.compile(rb"^Message-ID:\s*(\S+)", re.MULTILINE | re.IGNORECASE)


class SmtpSink:
    """Listens on a port of its own; `close` and `open` are the outage and its end."""

    def __init__(self) -> None:
        self.mails: list[bytes] = []
        self.senders: list[str] = []  # of the envelopes, as they came
        self.connections = 0
        self.temporary = 0  # so many recipients are answered 451 first
        self.refused: dict[str, str] = {}  # address: answer
        self.content_answer = ""  # instead of 250 after the final dot
        self.cut_before_data = 0  # so many connections break at DATA
        self.cut_after_data = 0  # so many break when the letter has been taken
        self.on_taken: Callable[[str], None] = lambda message_id: None
        self.port = 0
        self._server: _Server | None = None
        self.open()

    def open(self) -> None:
        self._server = _Server(("127.0.0.1", self.port), _Session)
        self._server.sink = self
        self.port = self._server.server_address[1]
        threading.Thread(
            target=self._server.serve_forever, args=(0.02,), daemon=True
        ).start()

    def close(self) -> None:
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    @property
    def message_ids(self) -> Counter:
        return Counter(_MESSAGE_ID.search(mail)[1].decode() for mail in self.mails)

    def take(self, mail: bytes) -> None:
        self.mails.append(mail)
        self.on_taken(_MESSAGE_ID.search(mail)[1].decode())

    def countdown(self, name: str) -> bool:
        left = getattr(self, name)
        setattr(self, name, max(0, left - 1))
        return left > 0


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    sink: SmtpSink

    def handle_error(self, request, client_address) -> None:
        """A client that was killed is what these tests are about."""


class _Session(socketserver.StreamRequestHandler):
    disable_nagle_algorithm = True

    def handle(self) -> None:
        self.server.sink.connections += 1
        self.say("220 sink")
        while line := self.rfile.readline():
            verb = line[:4].upper().strip().decode()
            if verb == "QUIT":
                self.say("221 bye")
                return
            if self.answer(verb, line) is False:
                return

    def answer(self, verb: str, line: bytes) -> bool | None:
        sink = self.server.sink
        if verb == "RCPT":
            return self.say(self.answer_recipient(_ADDRESS.search(line)[1].decode()))
        if verb == "MAIL":
            sink.senders.append(_ADDRESS.search(line)[1].decode())
        if verb != "DATA":
            return self.say("250 ok")
        if sink.countdown("cut_before_data"):
            return False
        self.say("354 go ahead")
        mail = self.read_mail()
        if sink.content_answer:
            return self.say(sink.content_answer)
        sink.take(mail)
        return False if sink.countdown("cut_after_data") else self.say("250 taken")

    def answer_recipient(self, address: str) -> str:
        if self.server.sink.countdown("temporary"):
            return "451 4.3.0 later"
        return self.server.sink.refused.get(address, "250 ok")

    def read_mail(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        return b"".join(lines)

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())
