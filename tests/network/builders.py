"""Cities of the network with their coordinators, a year with rules, and nominees."""

import io
import uuid
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from django.utils import timezone
from PIL import Image

from network.cities.choices import Audience, CoordinatorLevel, Office
from network.cities.models import Coordinator, Municipality, Notice, OfficeTerm
from network.cities.usecases.load_municipalities import load_municipalities
from network.cities.usecases.write_notice import (
    NoticeText,
    approve_notice,
    write_notice,
)
from network.youth import store
from network.youth.choices import (
    ConsentKind,
    ConsentWay,
    FileKind,
    ItemKind,
    MediaDegree,
    NominationKind,
    Reader,
)
from network.youth.models import (
    ChecklistFile,
    ChecklistItem,
    Delegate,
    Nomination,
    ReportPhoto,
    SignedConsent,
    YouthProgramme,
    YouthReport,
    YouthRules,
)
from network.youth.reports_answers import signers
from network.youth.uploads import CleanFile
from network.youth.usecases.hand_in import SentFile, hand_in
from network.youth.usecases.nominate import Nominee, draft_nomination, submit
from network.youth.usecases.publish_rules import publish_rules
from network.youth.usecases.review import accept
from network.youth.usecases.sign import Evidence, sign_consent
from peace.accounts.choices import Role
from peace.accounts.models import User

_numbers = count(1)
KUNITACHI, CHOFU, HINO = "132152", "132080", "132128"
# Within the window of FY2025; under 18 and grown up on its first training day.
MINOR, ADULT = date(2009, 5, 5), date(2005, 5, 5)


def city(code: str = CHOFU) -> Municipality:
    if not Municipality.objects.exists():
        load_municipalities()
    return Municipality.objects.get(code=code)


def user(role: str = Role.RESIDENT, **fields: Any) -> User:
    number = next(_numbers)
    return User.objects.create_user(
        **{"email": f"person{number}@city.test", "name": f"担当 {number}", "role": role}
        | fields
    )


def coordinator(
    of: Municipality, level: str = CoordinatorLevel.APPROVER, **fields: Any
) -> Coordinator:
    return Coordinator.objects.create(
        **{
            "municipality": of,
            "user": user(Role.COORDINATOR),
            "level": level,
            "began_at": timezone.now() - timedelta(days=30),
            "invited_by": "user:1",
        }
        | fields
    )


def rules(programme: YouthProgramme, **fields: Any) -> YouthRules:
    """A draft of the rules as they were in FY2025, with a deadline to come."""
    return YouthRules.objects.create(
        **{
            "programme": programme,
            "version": 1,
            "born_from": date(2003, 4, 2),
            "born_to": date(2010, 4, 1),
            "resident_on": date(2025, 4, 1),
            "fee": 15_000,
            "deadline": timezone.now() + timedelta(days=20),
            "guideline": "実施要領",
            "dates": [{"on": "2025-07-12", "what": {"ja": "事前研修"}}],
        }
        | fields
    )


def programme(*, published: bool = True, **fields: Any) -> YouthProgramme:
    city()
    made = YouthProgramme.objects.create(
        year=2000 + next(_numbers),
        title="多摩地域平和ユース研修事業",
        created_at=timezone.now(),
    )
    draft = rules(made, **fields)
    if published:
        publish_rules(rules=draft, actor="user:1", now=timezone.now())
    return made


def nominee(**changes: Any) -> Nominee:
    return Nominee(
        **{
            "name": "架空 ゆう",
            "kana": "かくう ゆう",
            "born_on": date(2007, 5, 5),
            "more": {"address": "架空の町1-1", "guardian_name": "架空 親"},
        }
        | changes
    )


def nomination(
    of: Municipality,
    year: YouthProgramme,
    kind: NominationKind = NominationKind.PRINCIPAL,
    **changes: Any,
) -> Nomination:
    return draft_nomination(
        programme=year,
        municipality=of,
        kind=kind,
        nominee=nominee(**changes),
        actor="user:1",
        now=timezone.now(),
    )


def delegate(of: Municipality, year: YouthProgramme, **more: Any) -> Delegate:
    """Sent in, accepted: the delegate of the city, who can be reached."""
    made = nomination(of, year)
    Nomination.objects.filter(pk=made.pk).update(
        **{
            "email": "youth@example.jp",
            "guardian_email": "guardian@example.jp",
            "guardian_phone": "0425550000",
        }
        | more
    )
    made.refresh_from_db()
    submit(nomination=made, actor="user:1", now=timezone.now())
    accept(nomination=made, actor="user:2", now=timezone.now())
    return Delegate.objects.get(nomination=made)


def consents(
    of: Delegate, *, degree: MediaDegree = MediaDegree.WITH_NAME
) -> list[SignedConsent]:
    """Everybody who has to has consented to everything, on paper."""
    return [
        sign_consent(
            delegate=of,
            kind=kind,
            degree=degree if kind == ConsentKind.MEDIA else "",
            evidence=Evidence(
                signer=signer,
                signer_name="架空 親",
                relation="母" if signer == Reader.GUARDIAN else "",
                language="ja",
                way=ConsentWay.PAPER,
                signed_on=date(2025, 6, 1),
            ),
            actor="user:1",
            now=timezone.now(),
        )
        for kind in ConsentKind
        for signer in signers(of, kind)
    ]


def item(of: Delegate, kind: ItemKind = ItemKind.APPLICATION) -> ChecklistItem:
    return of.checklist.get(kind=kind)


def sent_file(content: bytes = b"made anew", **more: Any) -> SentFile:
    """As if it had been made anew: a JPEG by its word."""
    clean = CleanFile(FileKind.JPEG, content, width=1, height=1)
    return SentFile(
        **{"clean": clean, "sent_as": "申込書.jpg", "code": uuid.uuid4()} | more
    )


def file_of(of: Delegate, kind: ItemKind = ItemKind.APPLICATION) -> ChecklistFile:
    (made,) = hand_in(
        item=item(of, kind), files=[sent_file()], actor="user:1", now=timezone.now()
    )
    return made


def media_consent(of: Delegate, degree: str = MediaDegree.WITH_NAME) -> None:
    """The delegate and the guardian both agree, so far; whatever they said before."""
    of.consents.filter(kind=ConsentKind.MEDIA).update(withdrawn_at=timezone.now())
    for signer in Reader.values:
        SignedConsent.objects.create(
            delegate=of,
            municipality_id=of.municipality_id,
            kind=ConsentKind.MEDIA,
            signer=signer,
            signer_name="架空",
            degree=degree,
            text_version="1",
            text="同意の文",
            way=ConsentWay.LINK,
            recorded_by="link:1",
            at=timezone.now(),
        )


def report(of: Delegate, **fields: Any) -> YouthReport:
    """What the delegate wrote; a draft that may be shown."""
    return YouthReport.objects.create(
        **{
            "delegate": of,
            "municipality_id": of.municipality_id,
            "title": "川のほとりで",
            "text": "朝の川を見ました。\n\n静かでした。",
            "version": 1,
            "may_show_text": True,
            "changed_at": timezone.now(),
        }
        | fields
    )


def picture(width: int = 60, height: int = 40, **options: Any) -> io.BytesIO:
    """A photograph as a phone would send it."""
    made = io.BytesIO()
    Image.new("RGB", (width, height), (120, 150, 200)).save(made, "JPEG", **options)
    made.seek(0)
    return made


def photo(of: YouthReport, **fields: Any) -> ReportPhoto:
    """A photograph of the report, in the store; all in it agreed."""
    names = [store.put(picture().getvalue(), suffix="jpg") for _size in range(2)]
    return ReportPhoto.objects.create(
        **{
            "report": of,
            "municipality_id": of.municipality_id,
            "stored_as": names[0],
            "small_as": names[1],
            "caption": "川の写真",
            "may_show": True,
            "width": 60,
            "height": 40,
            "sent_at": timezone.now(),
        }
        | fields
    )


def notice(cities: list[Municipality], *, approved: bool = True, **more: Any) -> Notice:
    """Written by one, let out by another."""
    made = write_notice(
        text=NoticeText(
            **{
                "subject": f"持ち物について {next(_numbers)}",
                "text": "8月の持ち物の一覧を送ります。",
                "audience": Audience.CHOSEN,
            }
            | more
        ),
        cities=cities,
        actor="user:1",
        now=timezone.now(),
    )
    if approved:
        approve_notice(notice=made, actor="user:2", now=timezone.now())
    return made


def office(of: Municipality, kind: str = Office.CHAIR, **more: Any) -> OfficeTerm:
    return OfficeTerm.objects.create(
        **{"municipality": of, "office": kind, "starts_on": date(2025, 4, 1)} | more
    )


def noon(day: int = 1) -> datetime:
    return datetime(2026, 4, day, 3, 0, tzinfo=UTC)
