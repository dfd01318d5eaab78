"""Reads from a font file which glyph stands in upright writing for which."""

import struct


def vertical_forms(font: bytes) -> dict[int, int]:
    """Glyph → vertical glyph, of the feature `vert` (OpenType GSUB, lookup type 1)."""
    tables = {
        font[at : at + 4]: struct.unpack(">II", font[at + 8 : at + 16])
        for at in range(12, 12 + 16 * _u16(font, 4), 16)
    }
    start, size = tables[b"GSUB"]
    gsub = font[start : start + size]
    features, lookups = _u16(gsub, 6), _u16(gsub, 8)
    wanted: set[int] = set()
    for number in range(_u16(gsub, features)):
        record = features + 2 + 6 * number
        if gsub[record : record + 4] == b"vert":
            table = features + _u16(gsub, record + 4)
            wanted |= {
                _u16(gsub, table + 4 + 2 * i) for i in range(_u16(gsub, table + 2))
            }
    forms: dict[int, int] = {}
    for number in sorted(wanted):
        lookup = lookups + _u16(gsub, lookups + 2 + 2 * number)
        kind = _u16(gsub, lookup)
        for i in range(_u16(gsub, lookup + 4)):
            table = lookup + _u16(gsub, lookup + 6 + 2 * i)
            if kind == 7:  # extension: the table itself stands elsewhere
                if _u16(gsub, table + 2) != 1:
                    continue
                table += struct.unpack(">I", gsub[table + 4 : table + 8])[0]
            elif kind != 1:
                continue
            forms |= _single(gsub, table)
    return forms


def _single(gsub: bytes, table: int) -> dict[int, int]:
    covered = _coverage(gsub, table + _u16(gsub, table + 2))
    if _u16(gsub, table) == 1:
        delta = _u16(gsub, table + 4)
        return {glyph: (glyph + delta) & 0xFFFF for glyph in covered}
    return {
        glyph: _u16(gsub, table + 6 + 2 * place) for place, glyph in enumerate(covered)
    }


def _coverage(gsub: bytes, table: int) -> list[int]:
    count = _u16(gsub, table + 2)
    if _u16(gsub, table) == 1:
        return [_u16(gsub, table + 4 + 2 * i) for i in range(count)]
    found: list[int] = []
    for i in range(count):
        record = table + 4 + 6 * i
        found += range(_u16(gsub, record), _u16(gsub, record + 2) + 1)
    return found


def _u16(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 2], "big")
