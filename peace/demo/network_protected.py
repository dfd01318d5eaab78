"""Health, contacts, insurance, groups and sheets of the demo's delegates: made up."""

from datetime import datetime, timedelta
from itertools import cycle
from typing import Any

from network.youth.choices import ProtectedKind, Sheet
from network.youth.models import Delegate, HealthReader, YouthProgramme
from network.youth.usecases.assign_rooms import Place, assign_rooms
from network.youth.usecases.print_sheet import print_sheet, shred_sheet
from network.youth.usecases.protect import erase_on_of, protect
from network.youth.usecases.read_health import read_health
from peace.accounts.models import User

NOTHING = {"nothing": True, "severity": "NONE"}
EMPTY = dict.fromkeys(
    ("illness", "hospital", "medicine", "allergies", "diet", "other"), ""
)
# One a delegate, over and over; None has not answered yet.
HEALTH: list[dict[str, Any] | None] = [
    NOTHING,
    {
        "severity": "SEVERE",
        "allergies": "そば。せきと、じんましんが出ます。エピペンを持っています。",
        "medicine": "エピペン（かばんの外のポケット）",
        "hospital": "架空総合病院 アレルギー科",
    },
    NOTHING,
    {"severity": "MILD", "allergies": "えび、かに。口の中がかゆくなります。"},
    None,
    {"illness": "ぜんそく（ふだんは落ち着いています）", "medicine": "吸入薬、朝と夜"},
    NOTHING,
    {"diet": "豚肉を食べません。", "other": "乗り物に酔いやすいです。"},
]
GROUPS = 4


def load_protected(
    *, programme: YouthProgramme, people: dict[str, User], now: datetime
) -> None:
    """For those who were accepted; the demo's secretariat is one of the two readers."""
    delegates = list(Delegate.objects.active().filter(programme=programme))
    _answers(programme, delegates, now=now - timedelta(days=4))
    office, colleague = people["secretariat"], people["approver"]
    readers = [
        HealthReader.objects.create(
            programme=programme,
            user=user,
            place=place,
            reason=reason,
            named_by=office.actor,
            named_at=now - timedelta(days=8),
        )
        for place, user, reason in (
            (1, office, "派遣の責任者として、同行するため"),
            (2, colleague, "看護師の資格があり、同行するため"),
        )
    ]
    _places(programme, delegates, actor=office.actor, now=now - timedelta(days=2))
    read_health(delegates=delegates[1:2], reader=readers[1], now=now)
    for sheet, is_gone in ((Sheet.ROSTER, True), (Sheet.EMERGENCY, False)):
        printed = print_sheet(
            programme=programme,
            sheet=sheet,
            people=len(delegates),
            actor=office.actor,
            now=now - timedelta(days=1),
        )
        if is_gone:
            shred_sheet(printed=printed, actor=office.actor, now=now)


def _answers(
    programme: YouthProgramme, delegates: list[Delegate], *, now: datetime
) -> None:
    erase_on = erase_on_of(programme)
    for delegate, health in zip(delegates, cycle(HEALTH), strict=False):
        if health is None:
            continue
        family = delegate.nomination.name.split()[0]
        answers = {
            ProtectedKind.HEALTH: {"nothing": False, **EMPTY, **health},
            ProtectedKind.EMERGENCY: {
                "contacts": [
                    {
                        "name": f"{family} 保護者",
                        "relation": "父母",
                        "phone": "090-0000-0000",
                    },
                    {
                        "name": f"{family} 祖母",
                        "relation": "祖母",
                        "phone": "042-000-0000",
                    },
                ]
            },
            ProtectedKind.INSURANCE: {
                "name": delegate.nomination.name,
                "kana": delegate.nomination.kana,
                "born_on": delegate.nomination.born_on.isoformat(),
                "address": delegate.nomination.address,
                "beneficiary": "法定相続人",
            },
        }
        for kind, given in answers.items():
            protect(
                delegate=delegate,
                kind=kind,
                answers=given,
                erase_on=erase_on,
                actor=f"city:{delegate.municipality_id}",
                now=now,
            )


def _places(
    programme: YouthProgramme, delegates: list[Delegate], *, actor: str, now: datetime
) -> None:
    places = [
        Place(each.pk, str(number % GROUPS + 1), f"{501 + number // 2}", "", "")
        for number, each in enumerate(delegates)
    ]
    assign_rooms(programme=programme, places=places[:-2], actor=actor, now=now)
