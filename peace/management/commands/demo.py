"""`manage.py demo`: the whole house on one machine, with a programme to look at."""

import os
import shutil
import socket
import ssl
import sys
import urllib.error
import urllib.request
from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from peace.demo.certificate import (
    Certificate,
    certificate_for,
    names_of_machine,
    tls_folder,
)
from peace.demo.supervisor import ChildDied, Supervisor

DOORS = [
    ("市民　　　　 resident", "/"),
    ("職員　　　　 city staff", "/demo/enter/staff/"),
    ("当日受付　　 door volunteer", "/demo/enter/door/"),
    ("連携自治体　 coordinator", "/demo/enter/coordinator/"),
    ("事務局　　　 secretariat", "/demo/enter/secretariat/"),
    ("届いたメール mails", "/demo/mail/"),
]
PHONE = ("スマートフォン a phone", "/demo/phone/")
ANY_ADDRESS = {"0.0.0.0", "::"}  # noqa: S104 - compared with, not bound to


class Command(BaseCommand):
    help = "Starts web, worker and beat with the demo programme; Ctrl-C stops all."
    requires_system_checks = []  # the second start, in its own environment, checks

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument(
            "--https", action="store_true", help="with a certificate of its own"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = options["host"], options["port"]
        names = names_of_machine(host) if options["https"] else []
        env = demo_environment(host, port, names)
        if any(os.environ.get(name) != value for name, value in env.items()):
            # The settings have been read already; begin again in the demo's own.
            self.stdout.flush()
            again = [sys.executable, *sys.argv]
            os.execve(sys.executable, again, os.environ | env)  # noqa: S606
        if port_is_taken(host, port):
            raise CommandError(
                f"Port {port} is in use. Another one: make demo PORT={port + 1}"
            )
        tls = None
        if names:
            tls = certificate_for(names, tls_folder(), now=datetime.now(UTC))
        self.prepare()
        supervisor = Supervisor(commands(host, port, tls), dict(os.environ))
        try:
            supervisor.run(
                is_up=lambda: answers(host, port, tls),
                when_up=lambda: self.print_doors(),
            )
        except ChildDied as died:
            raise CommandError(f"{died}; its last lines stand above.") from None
        self.stdout.write("Stopped.")

    def prepare(self) -> None:
        """Database, programme, static files; the bells of an earlier run are gone."""
        for name in ("queue", "queue-control"):
            shutil.rmtree(settings.VAR_DIR / name, ignore_errors=True)
            Path(settings.VAR_DIR / name).mkdir(parents=True)
        self.stdout.write("Preparing the database …")
        call_command("migrate", verbosity=0, interactive=False)
        call_command("collectstatic", verbosity=0, interactive=False)
        self.stdout.write("Loading the demo programme …")
        call_command("seed_demo", stdout=self.stdout)

    def print_doors(self) -> None:
        self.stdout.write(f"\n  {settings.SITE_URL}/\n")
        for who, path in DOORS:
            self.stdout.write(f"  {who:<28}\t{settings.SITE_URL}{path}")
        if settings.SECURE:
            self.stdout.write(
                f"  {PHONE[0]:<28}\t{settings.SITE_URL}{PHONE[1]}\n"
                "  The browser warns once: this machine signed its own certificate."
            )
        self.stdout.write(
            f"\n  Mails land in {settings.MAIL_FOLDER}; Ctrl-C stops everything.\n"
        )
        self.stdout.flush()


def demo_environment(host: str, port: int, names: list[str]) -> dict[str, str]:
    """What the children must know. NAMES of the certificate; none is plain HTTP.

    Without one, passkeys and the camera want the name localhost.
    """
    if names:
        first = _in_url(names[0])
        return {
            "DEMO": "1",
            "SITE_URL": f"https://{first}:{port}",
            "ALLOWED_HOSTS": ",".join(_in_url(name) for name in names),
        }
    local = host in {"127.0.0.1", "::1", "localhost"}
    name = "localhost" if local or host in ANY_ADDRESS else host
    return {
        "DEMO": "1",
        "SITE_URL": f"http://{name}:{port}",
        "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]" if local else "*",
    }


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def commands(host: str, port: int, tls: Certificate | None) -> dict[str, list[str]]:
    """One process each: SQLite has one writer, threads wait for it cheaply."""
    bind = f"{_in_url(host)}:{port}"
    files = ["--certfile", str(tls.chain), "--keyfile", str(tls.key)] if tls else []
    web = "gunicorn peace.wsgi --workers 1 --threads 8 --preload --no-control-socket"
    worker = "celery -A peace -q worker -B -P threads -c 2 -l WARNING"
    return {
        "web": [
            *[sys.executable, "-m", *web.split()],
            *["--log-level", "warning", "--graceful-timeout", "5", "--bind", bind],
            *files,
        ],
        "worker": [
            # Whoever tries the demo as root in a container has been told before.
            *[sys.executable, "-W", "ignore:You're running the worker"],
            *["-m", *worker.split()],
            *["--without-gossip", "--without-mingle"],
        ],
    }


def port_is_taken(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False


def answers(host: str, port: int, tls: Certificate | None) -> bool:
    """Whether /healthz says ok."""
    near = _in_url("127.0.0.1" if host in ANY_ADDRESS else host)
    trust = ssl.create_default_context(cafile=tls.authority) if tls else None
    url = f"{'https' if tls else 'http'}://{near}:{port}/healthz"
    try:
        with urllib.request.urlopen(  # noqa: S310 - always http(s), to ourselves
            url, timeout=2, context=trust
        ) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False
