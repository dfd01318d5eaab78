"""A mail server in a process of its own, so that its work is not counted as ours."""

import sys

from tests.outbox.smtp_sink import SmtpSink


class CountingSink(SmtpSink):
    """Takes everything and keeps nothing."""

    def take(self, mail: bytes) -> None:
        self.connections += 0


if __name__ == "__main__":
    sink = CountingSink()
    sys.stdout.write(f"{sink.port}\n")
    sys.stdout.flush()
    sys.stdin.read()  # until whoever started us closes the pipe
    sink.close()
