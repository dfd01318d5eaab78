"""Walks every chain and names the places where it does not hold."""

from collections.abc import Iterator
from dataclasses import dataclass

from peace.audit.models import AuditChain, AuditEntry
from peace.audit.models.chain import NOTHING_BEFORE


@dataclass(frozen=True)
class BrokenPlace:
    stream: str
    number: int
    reason: str


def verify_chains() -> list[BrokenPlace]:
    """Every broken place, or an empty list. Reads only; memory stays constant.

    Found are: a changed row, a missing row, a row out of order, rows missing at the
    end. Not found is a chain that was cut together with its AuditChain row: for that,
    `verify_audit` prints the heads, to be kept in a second place. Safe while others
    append: what came after the start is held against the length at the end.
    """
    heads = {chain.stream: chain for chain in AuditChain.objects.all()}
    seen: dict[str, int] = {}
    broken: list[BrokenPlace] = []
    before: AuditEntry | None = None
    entries = AuditEntry.objects.order_by("stream", "number")
    for entry in entries.iterator(chunk_size=2000):
        if before is not None and before.stream != entry.stream:
            before = None
        broken.extend(_faults(entry, before, heads.get(entry.stream)))
        seen[entry.stream] = entry.number
        before = entry
    broken.extend(_ends(heads, seen))
    return broken


def _faults(
    entry: AuditEntry, before: AuditEntry | None, head: AuditChain | None
) -> Iterator[BrokenPlace]:
    def fault(reason: str) -> BrokenPlace:
        return BrokenPlace(entry.stream, entry.number, reason)

    expected = before.number + 1 if before else 1
    if entry.number != expected:
        yield fault(f"entry {expected} is missing")
    elif entry.previous_hash != (before.hash if before else NOTHING_BEFORE):
        yield fault("does not follow the entry before it")
    if entry.hash != entry.compute_hash():
        yield fault("was changed")
    if head and entry.number == head.length and entry.hash != head.head_hash:
        yield fault("is not the end that the chain knows")


def _ends(heads: dict[str, AuditChain], seen: dict[str, int]) -> Iterator[BrokenPlace]:
    for stream, head in heads.items():
        if seen.get(stream, 0) < head.length:
            yield BrokenPlace(stream, head.length, "entries at the end are missing")
    now = dict(AuditChain.objects.values_list("stream", "length"))
    for stream, last in seen.items():
        if last > now.get(stream, 0):
            yield BrokenPlace(stream, last, "is past the end that the chain knows")
