"""What a browser sends from the pages of the event editor."""

from datetime import datetime
from typing import Any

from events.programme.models import Event, Timeslot
from peace.language.dates import jst

WORDS = {
    "title_ja": "くにたち平和の集い",
    "title_easy": "平和《へいわ》の 会《かい》",
    "title_en": "Peace gathering",
    "short_title_ja": "平和の集い",
    "short_title_easy": "平和《へいわ》の 会《かい》",
    "short_title_en": "Peace gathering",
    "lead_ja": "平和について考えます。",
    "lead_easy": "平和《へいわ》を 考《かんが》えます。",
    "lead_en": "Let us think about peace.",
}


def local(at: datetime | None) -> str:
    """As a datetime-local field holds it."""
    return f"{jst(at):%Y-%m-%dT%H:%M}" if at else ""


def event_data(of: Event, **values: Any) -> dict[str, Any]:
    """The first page of the editor as it stands for OF, with VALUES instead."""
    data: dict[str, Any] = {
        "programme": of.programme_id,
        "venue": of.venue_id,
        "starts_at": local(of.starts_at),
        "ends_at": local(of.ends_at),
        "speaker": of.speaker,
        "slug": of.slug,
    }
    for name in ("title", "short_title", "occasion", "lead", "audience", "bring"):
        text = getattr(of, name)
        for language, suffix in (("ja", "ja"), ("ja-easy", "easy"), ("en", "en")):
            data[f"{name}_{suffix}"] = text.get(language, "")
    return data | values


def timeslot_data(of: Timeslot, **values: Any) -> dict[str, Any]:
    """The page of a timeslot as it stands, with VALUES instead."""
    data: dict[str, Any] = {
        "title_ja": of.title.get("ja", ""),
        "title_en": of.title.get("en", ""),
        "starts_at": local(of.starts_at),
        "ends_at": local(of.ends_at),
        "doors_at": local(of.doors_at),
        "walk_ins_from": local(of.walk_ins_from),
        "admission": of.admission,
    }
    for quota in of.quotas.all():
        data[f"seats_{quota.kind}"] = quota.capacity
        if quota.releases_at:
            data[f"releases_{quota.kind}"] = local(quota.releases_at)
    for offer in of.support_offers.all():
        data[f"support_{offer.kind}"] = "on"
        if offer.capacity is not None:
            data[f"places_{offer.kind}"] = offer.capacity
    for place, telling in enumerate(of.tellings.all()):
        data[f"teller_{place}"] = telling.storyteller_id
        data[f"story_{place}"] = telling.story
    return data | values
