"""Talk requests of the demo: new, asked about, answered, arranged, held, declined."""

import uuid
from datetime import datetime, time, timedelta
from typing import Any

from events.door.usecases.remove_events import remove_events
from events.outreach.choices import InquiryAnswer
from events.outreach.models import TalkRequest
from events.outreach.usecases.arrange_talk import Arrangement, arrange_talk
from events.outreach.usecases.ask_storyteller import answer_inquiry, ask_storyteller
from events.outreach.usecases.report_listeners import report_listeners
from events.outreach.usecases.request_talk import Wish, decline_request, request_talk
from events.programme.choices import Story
from events.programme.models import Storyteller
from peace.language.dates import TOKYO, jst
from peace.outbox.choices import Channel, Status
from peace.outbox.models import OutboxMessage

_MADE_HERE = uuid.UUID("6f1f2f1e-4b9a-4a52-8a1c-7a1b0c0d0e0f")
# group, kind, people, audience, story, days from now, clock, asked so many days ago
_REQUESTS: list[tuple[str, str, int, str, str, int, str, int]] = [
    ("架空第三小学校", "PRIMARY", 62, "6年生", "HIROSHIMA", 33, "10:40", 1),
    ("見本市民の会", "CITIZENS", 18, "60代から80代", "", 26, "14:00", 18),
    ("例示第二中学校", "JUNIOR_HIGH", 140, "3年生", "NAGASAKI", 40, "13:30", 6),
    ("仮名高等学校", "HIGH_SCHOOL", 36, "図書委員会", "TOKYO", 19, "15:30", 9),
    ("試作電機 労働組合", "COMPANY", 45, "20代から50代", "TOKYO", 12, "18:00", 21),
    ("架空第一小学校", "PRIMARY", 58, "5年生と6年生", "HIROSHIMA", -20, "10:40", 62),
    ("見本大学 平和学の授業", "UNIVERSITY", 80, "2年生", "NAGASAKI", -3, "13:00", 40),
    ("例示公民館", "PUBLIC", 25, "どなたでも", "HIROSHIMA", 30, "10:00", 25),
]


def load_talks(*, staff: str, now: datetime) -> None:
    """Eight requests in every state. STAFF is the actor; NOW is when it is loaded."""
    made = [_request(number, row, now=now) for number, row in enumerate(_REQUESTS)]
    people = {each.name: each for each in Storyteller.objects.all()}
    _ask(made[1], people["見本 みどり"], Story.HIROSHIMA, staff, now, InquiryAnswer.NO)
    _ask(made[1], people["例示 はるか"], Story.HIROSHIMA, staff, now)
    _ask(made[2], people["仮名 そら"], Story.NAGASAKI, staff, now, InquiryAnswer.YES)
    _ask(made[2], people["試作 あおい"], Story.NAGASAKI, staff, now)
    _arrange(made[3], people["見本 みどり"], Story.TOKYO, staff, now)
    _arrange(made[4], people["試作 あおい"], Story.TOKYO, staff, now, is_public=True)
    held = _arrange(made[5], people["架空 ひかり"], Story.HIROSHIMA, staff, now)
    report_listeners(request=held, listeners=61, young=57, actor="requester", now=now)
    _arrange(made[6], people["仮名 そら"], Story.NAGASAKI, staff, now)
    decline_request(
        request=made[7],
        reason="その週は講話が続き、うかがえる伝承者がいません。",
        actor=staff,
        now=now - timedelta(days=20),
    )
    _settle(made, now=now)


def remove_talks() -> None:
    """What load_talks made, before the events of the demo are removed."""
    ours = TalkRequest.objects.filter(
        idempotency_key__in=[_key(number) for number in range(len(_REQUESTS))]
    ).select_related("event")
    slugs = [each.event.slug for each in ours if each.event]
    OutboxMessage.objects.filter(about__in=[each.about for each in ours]).delete()
    ours.delete()
    remove_events(slugs=slugs)


def _key(number: int) -> uuid.UUID:
    return uuid.uuid5(_MADE_HERE, str(number))


def _request(number: int, row: tuple[Any, ...], *, now: datetime) -> TalkRequest:
    group, kind, people, audience, story, days, clock, ago = row
    first = datetime.combine(
        jst(now).date() + timedelta(days=days), time.fromisoformat(clock), TOKYO
    )
    by_phone = kind == "CITIZENS"
    return request_talk(
        wish=Wish(
            group=group,
            kind=kind,
            person="見本 担当",
            kana="みほん たんとう",
            email="" if by_phone else f"talk{number}@example.jp",
            phone="0900000910" if by_phone else "",
            moments=[first, first + timedelta(days=2)],
            people=people,
            audience=audience,
            story=story,
            place=f"{group} 会議室" if number % 2 else f"{group} 体育館",
            address=f"東京都国立市架空{number + 1}-2-3",
            message="" if number % 3 else "車いすの方が1人います。",
        ),
        key=_key(number),
        language="ja",
        now=now - timedelta(days=ago),
    )


def _ask(
    request: TalkRequest,
    person: Storyteller,
    story: Story,
    staff: str,
    now: datetime,
    answer: InquiryAnswer | None = None,
) -> None:
    inquiry = ask_storyteller(
        request=request,
        storyteller=person,
        story=story,
        starts_at=request.moments[0],
        actor=staff,
        now=now - timedelta(days=3),
    )
    if answer:
        answer_inquiry(
            inquiry=inquiry,
            answer=answer,
            actor="storyteller" if answer == InquiryAnswer.YES else staff,
            now=now - timedelta(days=1),
        )


def _arrange(
    request: TalkRequest,
    person: Storyteller,
    story: Story,
    staff: str,
    now: datetime,
    *,
    is_public: bool = False,
) -> TalkRequest:
    """The week after they asked."""
    return arrange_talk(
        request=request,
        plan=Arrangement(person, story, request.moments[0]),
        is_public=is_public,
        actor=staff,
        now=request.created_at + timedelta(days=5),
    )


def _settle(made: list[TalkRequest], *, now: datetime) -> None:
    """Letters of the past have left; the calls and those of the future wait."""
    OutboxMessage.objects.filter(
        about__in=[each.about for each in made],
        channel=Channel.EMAIL,
        status=Status.PENDING,
    ).exclude(kind="talk_after", due_at__gt=now).update(status=Status.SENT)
