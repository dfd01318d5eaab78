"""A school that asks for a storyteller, and storytellers who might go."""

import uuid
from datetime import datetime, time
from typing import Any

from events.outreach.models import TalkRequest
from events.outreach.usecases.arrange_talk import Arrangement, arrange_talk
from events.outreach.usecases.request_talk import Wish, request_talk
from events.programme.choices import Story
from events.programme.models import Storyteller
from tests.cast import NOW, tokyo

STAFF = "user:1"


def storyteller(name: str = "見本 みどり", **values: Any) -> Storyteller:
    return Storyteller.objects.create(
        name=name,
        **{
            "stories": ["HIROSHIMA", "TOKYO"],
            "email": "midori@example.jp",
            "phone": "0900000901",
            **values,
        },
    )


def first_wish(now: datetime = NOW) -> datetime:
    """Four weeks on, at 10:40: the third lesson of a school day."""
    return tokyo(now, days=28, at=time(10, 40))


def wish(now: datetime = NOW, **values: Any) -> Wish:
    return Wish(
        **{
            "group": "架空第三小学校",
            "kind": "PRIMARY",
            "person": "架空 先生",
            "kana": "かくう せんせい",
            "email": "teacher@example.jp",
            "phone": "",
            "moments": [first_wish(now), tokyo(now, days=30, at=time(13, 30))],
            "people": 62,
            "audience": "6年生",
            "story": "HIROSHIMA",
            "place": "架空第三小学校 体育館",
            "address": "国立市架空1-2-3",
            "message": "車いすの児童が1人います。",
            **values,
        }
    )


def asked_for(
    *, now: datetime = NOW, language: str = "ja", **values: Any
) -> TalkRequest:
    return request_talk(
        wish=wish(now, **values), key=uuid.uuid4(), language=language, now=now
    )


def arranged(
    *,
    now: datetime = NOW,
    teller: Storyteller | None = None,
    is_public: bool = False,
    request: TalkRequest | None = None,
    at: datetime | None = None,
) -> TalkRequest:
    return arrange_talk(
        request=request or asked_for(now=now),
        plan=plan(teller or storyteller(), now=now, at=at),
        is_public=is_public,
        actor=STAFF,
        now=now,
    )


def plan(
    teller: Storyteller, *, now: datetime = NOW, at: datetime | None = None
) -> Arrangement:
    return Arrangement(teller, Story.HIROSHIMA, at or first_wish(now))
