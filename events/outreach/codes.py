"""Codes of sources: made so that a person can type them from paper, and read so."""

import re
import secrets
import unicodedata

# Without 0/o, 1/l/i, which look alike on paper, and without vowels, so that no word
# comes out by chance. Five of them are 17 million codes.
ALPHABET = "bcdfghjkmnpqrstvwxyz23456789"
_LENGTH = 5
_CODE = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,18}[a-z0-9])?")
# What keyboards and fonts offer instead of a hyphen.
_HYPHENS = re.compile("[‐‑‒–—―−ー－ｰ_]")


def propose_code() -> str:
    """A new code, such as `kp7m4`; whether it is free is the database's question."""
    return "".join(secrets.choice(ALPHABET) for _unused in range(_LENGTH))


def read_code(typed: str) -> str:
    """TYPED as we store codes, forgiving case, width, spaces; "" if it is none."""
    text = unicodedata.normalize("NFKC", typed[:80]).casefold()
    text = _HYPHENS.sub("-", "".join(text.split())).rstrip("/.。、")
    return text if _CODE.fullmatch(text) else ""
