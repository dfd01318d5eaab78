"""A port for a server that a test starts."""

import secrets
import socket

# Below those that the kernel lends to outgoing connections (Linux: 32768 to 60999).
# One of theirs may be gone before the server stands, or while it is down for a test;
# and who asks there for a server that is down can meet itself.
FIRST, LAST = 20_000, 32_000


def free_port() -> int:
    while True:
        port = FIRST + secrets.randbelow(LAST - FIRST)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port
