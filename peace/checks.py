"""What must be true before residents use the site: `manage.py check --deploy`."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning

from peace import env

SECRETS = ["SECRET_KEY", "TICKET_KEYS", "FIELD_KEYS", "AUDIT_KEY"]
EXAMPLE_DOMAIN = "peace.example.jp"


def deployment(app_configs: object, **kwargs: Any) -> list[CheckMessage]:
    """Everything in the settings that serves the demo but would harm a city.

    Reads settings only, connects to nothing; `manage.py doctor` looks at the
    running parts.
    """
    return [*keys(), *doors(settings), *carriers(settings)]


def made_secrets() -> list[str]:
    """The names of the secrets that this machine made for itself."""
    return [name for name in SECRETS if not env.text(name)]


def keys() -> Iterator[CheckMessage]:
    """An error for each secret that nobody set."""
    for name in made_secrets():
        yield Error(
            f"{name} was made on this machine.",
            hint=(
                f"Set {name} or {name}_FILE. A second machine would not know a made "
                "one, and tickets and health data would be lost with this disk."
            ),
            id="peace.E001",
        )


def doors(settings: Any) -> Iterator[CheckMessage]:
    """Who gets in, and how."""
    if settings.DEMO:
        yield Error(
            "DEMO is on: anybody may enter as anybody.",
            hint="Unset DEMO.",
            id="peace.E002",
        )
    if not settings.SECURE:
        yield Error(
            "SITE_URL does not start with https://.",
            hint="Cookies, camera and passkeys need it: SITE_URL=https://….",
            id="peace.E003",
        )
    elif not settings.PROXY_COUNT:
        yield Warning(
            "SITE_URL is https, but PROXY_COUNT is 0.",
            hint=(
                "Behind the proxy of docker-compose.yml set PROXY_COUNT=1; otherwise "
                "every page redirects to itself."
            ),
            id="peace.W004",
        )


def carriers(settings: Any) -> Iterator[CheckMessage]:
    """What carries letters, counters and rows."""
    if not settings.EMAIL_URL:
        yield Error(
            "EMAIL_URL is missing: letters would stay in a folder.",
            hint="EMAIL_URL=smtp+tls://user@host:587 and EMAIL_PASSWORD_FILE.",
            id="peace.E005",
        )
    if settings.EMAIL_DOMAIN == EXAMPLE_DOMAIN:
        yield Error(
            f"EMAIL_DOMAIN is still the example, {EXAMPLE_DOMAIN}.",
            hint="Set EMAIL_DOMAIN to the domain that your SPF and DKIM vouch for.",
            id="peace.E006",
        )
    if not settings.REDIS_URL:
        yield Warning(
            "REDIS_URL is missing: limits on logins count in each process alone.",
            hint="Set REDIS_URL; the queue and the cache use it.",
            id="peace.W007",
        )
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        yield Warning(
            "The database is SQLite.",
            hint="One machine, one web process. Otherwise set DATABASE_URL=postgres://…",
            id="peace.W008",
        )
