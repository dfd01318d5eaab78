"""The code in the address by which visitors count themselves: an event, signed.

Whoever stands in the venue may use it; nobody can make one for another event.
"""

from django.core import signing

_signer = signing.Signer(salt="counting")


def counting_code(slug: str) -> str:
    """What stands in the address on the poster."""
    return _signer.sign(slug)


def read_counting_code(code: str) -> str | None:
    """The event's slug, or None when the address was cut or made up."""
    try:
        return _signer.unsign(code)
    except signing.BadSignature:
        return None
