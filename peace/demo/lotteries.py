"""The demo's lotteries: one that can be entered, and one that is drawn."""

from datetime import date, datetime, timedelta
from typing import Any

from events.programme.models import Event
from events.registration.draw import fingerprint
from events.registration.models import Lottery
from events.registration.usecases.lottery_draw import draw_lottery
from events.registration.usecases.lottery_freeze import freeze_lottery
from events.registration.usecases.lottery_seal import seal_lottery
from peace.demo.days import at
from peace.language.dates import date_short, jst

VALUE = "38127.45"
SATURDAY = 5


def seal(*, event: Event, spec: dict[str, Any], staff: str) -> None:
    """A day before applications open, as it has to be."""
    if "lottery" not in spec or not event.opens_at or not event.closes_at:
        return
    day = _weekday(jst(event.closes_at).date() + timedelta(days=2))
    seal_lottery(
        event=event,
        public_value_name=_name(day),
        public_value_on=day,
        tiers=spec["lottery"]["tiers"],
        # The same demo everywhere; the staff page takes 256 random bits.
        seed=fingerprint(f"demo:{event.slug}"),
        actor=staff,
        now=event.opens_at - timedelta(days=1),
    )


def draw(*, event: Event, spec: dict[str, Any], staff: str, now: datetime) -> None:
    """Freeze and draw what is due; the letters have been sent since."""
    if not spec.get("lottery", {}).get("drawn") or not event.closes_at:
        return
    lottery = Lottery.objects.select_related("event").get(event=event)
    freeze_lottery(
        lottery=lottery, actor=staff, now=event.closes_at + timedelta(hours=10)
    )
    moment = at(lottery.public_value_on, "16:00")
    draw_lottery(lottery=lottery, public_value=VALUE, actor=staff, now=min(moment, now))


def _name(day: date) -> dict[str, str]:
    return {
        "ja": f"{date_short(day, 'ja')}の日経平均株価の終値（小数点以下2桁まで）",
        "en": f"closing value of the Nikkei 225 on {date_short(day, 'en')}, 2 decimals",
        "ja-easy": f"{date_short(day, 'ja-easy')}の "
        "日経平均株価《にっけいへいきんかぶか》"
        "（新聞《しんぶん》に 出《で》る 数《かず》）",
    }


def _weekday(day: date) -> date:
    """That day, or the Monday after: at weekends nothing is quoted."""
    return day + timedelta(days=(7 - day.weekday()) if day.weekday() >= SATURDAY else 0)
