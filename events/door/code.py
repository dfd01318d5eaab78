"""What was read at the door: a ticket's token, a receipt number, or neither."""

import re
import unicodedata
from dataclasses import dataclass

from events.registration.token import SHAPE, hash_token

# Longer than any code of ours by far; what a hostile QR holds beyond it is not read.
LONGEST = 200
RECEIPT = re.compile(r"[1-9][0-9]{7}")


@dataclass(frozen=True)
class Code:
    """A code as the door understands it. `hash` is what may be kept of it."""

    hash: str
    is_token: bool = False
    receipt_number: str = ""

    @property
    def is_ours(self) -> bool:
        return self.is_token or bool(self.receipt_number)


def read_code(text: str) -> Code:
    """Lower case, full width, spaces and hyphens do not matter to an honest code."""
    plain = unicodedata.normalize("NFKC", text[:LONGEST]).upper()
    plain = re.sub(r"[\s\-‐‑–—ー]", "", plain)
    if SHAPE.fullmatch(plain):
        return Code(hash=hash_token(plain), is_token=True)
    if RECEIPT.fullmatch(plain):
        return Code(hash=hash_token(f"receipt:{plain}"), receipt_number=plain)
    # "replace": JSON can carry half of a surrogate pair, UTF-8 cannot.
    other = text.encode(errors="replace").decode()
    return Code(hash=hash_token(f"other:{other}"))
