"""The draw once more, written from docs/lottery.md by other means.

It shares no line with events/registration/draw.py: a sorted list of tuples, HMAC by
hand from SHA-256, and people who are moved from seat to seat until all sit.
"""

import json
from hashlib import sha256


def hmac_sha256(key: bytes, message: bytes) -> str:
    if len(key) > 64:
        key = sha256(key).digest()
    key = key.ljust(64, b"\0")
    inner = sha256(bytes(byte ^ 0x36 for byte in key) + message).digest()
    return sha256(bytes(byte ^ 0x5C for byte in key) + inner).hexdigest()


def second_draw(text: str, seed: str, public_value: str) -> dict:
    """TEXT is the list as published; the result as published."""
    frozen = json.loads(text)
    key = (seed + public_value).encode("utf-8")
    result = {}
    for timeslot in frozen["seats"]:
        lots = []
        for row in frozen["entries"]:
            if str(row["timeslot"]) == timeslot:
                words = f"{timeslot}|{row['number']}|{row['people']}"
                lot = hmac_sha256(key, words.encode("ascii"))
                lots.append((row["tier"], lot, row["number"], row["places"]))
        lots.sort()
        chairs = [
            [letter, None]
            for letter, count in frozen["seats"][timeslot].items()
            for _ in range(count)
        ]
        won = []
        for _tier, _lot, number, places in lots:
            before = [list(chair) for chair in chairs]
            if all(find_chair(chairs, may, set()) for may in places):
                won.append(number)
            else:
                chairs = before
        result[timeslot] = {"ranking": [lot[2] for lot in lots], "won": won}
    return result


def find_chair(chairs: list, may: str, asked: set) -> bool:
    """A chair for a person who MAY sit there; whoever sits on it may have to move."""
    for place, chair in enumerate(chairs):
        if chair[0] in may and place not in asked:
            asked.add(place)
            if chair[1] is None or find_chair(chairs, chair[1], asked):
                chair[1] = may
                return True
    return False
