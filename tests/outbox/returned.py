"""Returned mail as mail servers write it, and a mailbox on a server."""

import socketserver
import ssl
import threading
from datetime import datetime
from pathlib import Path

from peace.outbox.models import OutboxMessage
from peace.outbox.returns import return_path

POSTFIX = """\
Return-Path: <>
Delivered-To: {to}
Received: by mx.example.jp (Postfix)
\tid 4F2B01C0A7; Sun, 15 Feb 2026 12:00:09 +0900 (JST)
Date: Sun, 15 Feb 2026 12:00:09 +0900 (JST)
From: MAILER-DAEMON@mx.example.jp (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: {to}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="4E5C91C0A6.1771124409/mx.example.jp"
Message-Id: <20260215030009.4F2B01C0A7@mx.example.jp>

This is a MIME-encapsulated message.

--4E5C91C0A6.1771124409/mx.example.jp
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.example.jp.

<midori@example.jp>: host mail.example.jp said: {status} no

--4E5C91C0A6.1771124409/mx.example.jp
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.jp
X-Postfix-Queue-ID: 4E5C91C0A6
Arrival-Date: Sun, 15 Feb 2026 12:00:08 +0900 (JST)

Final-Recipient: rfc822; midori@example.jp
Original-Recipient: rfc822;midori@example.jp
Action: {action}
Status: {status}
Remote-MTA: dns; mail.example.jp
Diagnostic-Code: smtp; 550 {status} no

--4E5C91C0A6.1771124409/mx.example.jp
Content-Description: Undelivered Message
Content-Type: message/rfc822

Return-Path: <{inner}>
From: heiwa@peace.example.jp
To: midori@example.jp
Subject: =?utf-8?b?55Sz6L6844G/?=

--4E5C91C0A6.1771124409/mx.example.jp--
"""


def dsn(
    letter: OutboxMessage | None,
    status: str = "5.1.1",
    action: str = "failed",
    *,
    to: str | None = None,
    inner: str | None = None,
) -> bytes:
    """A notification about LETTER; TO and INNER are its return path unless given."""
    path = return_path(letter) if letter else ""
    text = POSTFIX.format(
        to=path if to is None else to,
        inner=path if inner is None else inner,
        status=status,
        action=action,
    )
    return text.replace("\n", "\r\n").encode()


def sent(letter: OutboxMessage, at: datetime) -> OutboxMessage:
    """LETTER as it stands once a mail server has taken it."""
    OutboxMessage.objects.filter(pk=letter.pk).update(status="SENT", sent_at=at)
    letter.refresh_from_db()
    return letter


class ImapServer:
    """One folder behind TLS: LOGIN, SELECT, SEARCH, FETCH, STORE, LOGOUT."""

    def __init__(self, mails: list[bytes], chain: Path, key: Path) -> None:
        self.mails = mails
        self.seen: set[int] = set()
        trust = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        trust.load_cert_chain(chain, key)
        self._server = _TlsServer(("127.0.0.1", 0), _ImapSession)
        self._server.trust = trust
        self._server.box = self
        self.port = self._server.server_address[1]
        threading.Thread(
            target=self._server.serve_forever, args=(0.02,), daemon=True
        ).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class _TlsServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    trust: ssl.SSLContext
    box: ImapServer

    def get_request(self):
        line, address = super().get_request()
        return self.trust.wrap_socket(line, server_side=True), address

    def handle_error(self, request, client_address) -> None:
        """A client that does not trust us hangs up."""


class _ImapSession(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.say("* OK ready")
        while line := self.rfile.readline():
            tag, _, rest = line.decode().strip().partition(" ")
            if not self.answer(rest):
                self.say(f"{tag} NO no")
                continue
            self.say(f"{tag} OK done")
            if rest.upper() == "LOGOUT":
                return

    def answer(self, text: str) -> bool:
        box = self.server.box
        words = text.split()
        match [word.upper() for word in words]:
            case ["CAPABILITY"]:
                self.say("* CAPABILITY IMAP4rev1")
            case ["LOGIN", *_]:
                return "right" in text
            case ["SELECT", *_]:
                self.say(f"* {len(box.mails)} EXISTS")
            case ["UID", "SEARCH", "UNSEEN"]:
                unseen = [
                    str(n) for n in range(1, len(box.mails) + 1) if n not in box.seen
                ]
                self.say(f"* SEARCH {' '.join(unseen)}".strip())
            case ["UID", "FETCH", number, *_]:
                raw = box.mails[int(number) - 1]
                self.say(f"* {number} FETCH (UID {number} BODY[]<0> {{{len(raw)}}}")
                self.wfile.write(raw + b")\r\n")
            case ["UID", "STORE", number, *_]:
                box.seen.add(int(number))
            case ["LOGOUT"]:
                self.say("* BYE")
            case _:
                return False
        return True

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())
