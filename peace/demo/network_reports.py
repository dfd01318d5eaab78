"""Last year in the demo: 26 reports in every state, and what delegates did since.

The young people, their texts and their pictures are made up.
"""

import io
import math
from datetime import date, datetime, time, timedelta
from itertools import cycle, islice
from typing import Any

from PIL import Image, ImageDraw

from network.youth import store
from network.youth.choices import (
    ConsentKind,
    ConsentWay,
    FollowUpKind,
    ItemKind,
    ItemStatus,
    MediaDegree,
    Reader,
    ReportStatus,
)
from network.youth.models import (
    ChecklistItem,
    Delegate,
    FollowUp,
    ReportComment,
    ReportPhoto,
    SignedConsent,
    YouthProgramme,
    YouthReport,
)
from network.youth.pictures import two_sizes
from peace.demo.texts import texts
from peace.language.dates import TOKYO, jst

PUBLISHED = "PUBLISHED"
# One state a city, in the order of their codes; the demo's own city is set apart.
STATES = {
    3: ReportStatus.SUBMITTED,
    9: ReportStatus.SENT_BACK,
    14: ReportStatus.DRAFT,
    17: ReportStatus.SUBMITTED,
    20: ReportStatus.APPROVED,
    24: "MISSING",
}
OWN = ReportStatus.SENT_BACK
DEGREES = (
    MediaDegree.WITH_NAME,
    MediaDegree.WITHOUT_NAME,
    MediaDegree.WITH_NAME,
    MediaDegree.INTERNAL,
)
CAPTIONS = (
    "夕方の川。向こう岸に橋が見える",
    "青い空に、白い折り鶴が三羽",
    "島へ渡る船から見た海と島の影",
    "明け方の町と、低い太陽",
)
POINTS = (
    "2段落目に、一緒に行った方のお名前があります。お名前を書かない形にしてください。"
)


def forget_photos() -> None:
    """The files of the reports before, which the rows are about to leave behind."""
    for photo in ReportPhoto.objects.all():
        for name in photo.files.values():
            store.remove(name)


def load_reports(
    *,
    last: YouthProgramme,
    before: YouthProgramme,
    own_city: str,
    secretariat: str,
    now: datetime,
) -> None:
    """Reports of the last year, and what the delegates of two years did since."""
    pictures = [two_sizes(_picture(number)) for number in range(len(CAPTIONS))]
    for programme in (last, before):
        _follow_ups(programme, actor=secretariat, now=now)
    _consents(last)
    states = {
        each.pk: OWN
        if each.municipality_id == own_city
        else STATES.get(place, PUBLISHED)
        for place, each in enumerate(last.delegates.order_by("municipality"))
    }
    _reports(last, states, pictures, secretariat=secretariat)
    _all_published(before, pictures, secretariat=secretariat)
    for programme in (last, before):
        _items(programme)


def _at(year: int, month: int, day: int) -> datetime:
    return datetime.combine(date(year, month, day), time(11), tzinfo=TOKYO)


def _all_published(
    programme: YouthProgramme, pictures: list[Any], *, secretariat: str
) -> None:
    """A year long over: every second city's report is still kept in the demo."""
    delegates = programme.delegates.order_by("municipality")
    states = {each.pk: PUBLISHED for each in delegates}
    _reports(programme, states, pictures, secretariat=secretariat)


def _reports(
    programme: YouthProgramme,
    states: dict[int, str],
    pictures: list[Any],
    *,
    secretariat: str,
) -> None:
    year, shift = programme.year, programme.year % 3
    words = cycle(texts("reports"))
    reports = []
    delegates = list(programme.delegates.order_by("municipality"))
    for place, (delegate, text) in enumerate(
        zip(delegates, islice(words, shift, None), strict=False)
    ):
        state = states[delegate.pk]
        if state == "MISSING":
            continue
        approved = state in {PUBLISHED, ReportStatus.APPROVED}
        handed_in = _at(year, 9, 10 + place % 18)
        reports.append(
            YouthReport(
                delegate=delegate,
                municipality_id=delegate.municipality_id,
                status=ReportStatus.APPROVED if approved else state,
                title=text["title"],
                text=text["text"],
                language=text.get("language", "ja"),
                version=3,
                may_show_text=place != 11,
                may_show_name=place % 3 != 1,
                may_show_school=place % 4 == 0,
                changed_at=handed_in,
                submitted_at=None if state == ReportStatus.DRAFT else handed_in,
                approved_at=handed_in + timedelta(days=6) if approved else None,
                approved_by=secretariat if approved else "",
                published_at=_at(year, 10, 30) if state == PUBLISHED else None,
            )
        )
    YouthReport.objects.bulk_create(reports)
    _photos(reports, pictures)
    ReportComment.objects.bulk_create(
        ReportComment(
            report=report,
            municipality_id=report.municipality_id,
            text=POINTS,
            by=secretariat,
            at=report.changed_at + timedelta(days=3),
        )
        for report in reports
        if report.status == ReportStatus.SENT_BACK
    )


def _photos(reports: list[YouthReport], pictures: list[Any]) -> None:
    """None, one or two each; the files are small and drawn."""
    photos = []
    for place, report in enumerate(reports):
        for number in range((place + 2) % 3):
            kind = (place + number) % len(pictures)
            large, small, width, height = pictures[kind]
            photos.append(
                ReportPhoto(
                    report=report,
                    municipality_id=report.municipality_id,
                    stored_as=store.put(large, suffix="jpg"),
                    small_as=store.put(small, suffix="jpg"),
                    place=number + 1,
                    caption=CAPTIONS[kind],
                    may_show=place % 5 != 4,
                    width=width,
                    height=height,
                    sent_at=report.changed_at,
                )
            )
    ReportPhoto.objects.bulk_create(photos)


def _consents(programme: YouthProgramme) -> None:
    """What delegates and guardians answered about pictures and names, once."""
    delegates = programme.delegates.select_related("nomination")
    asked = set(
        SignedConsent.objects.in_force()
        .filter(kind=ConsentKind.MEDIA, delegate__in=delegates)
        .values_list("delegate", "signer")
    )
    SignedConsent.objects.bulk_create(
        SignedConsent(
            delegate=delegate,
            municipality_id=delegate.municipality_id,
            kind=ConsentKind.MEDIA,
            signer=signer,
            signer_name=delegate.nomination.guardian_name
            if signer == Reader.GUARDIAN
            else delegate.nomination.name,
            degree=DEGREES[place % len(DEGREES)],
            text_version="demo",
            text="写真と名前の公開についての同意",
            way=ConsentWay.PAPER,
            recorded_by=f"city:{delegate.municipality_id}",
            at=_at(programme.year, 6, 20),
        )
        for place, delegate in enumerate(delegates.order_by("municipality"))
        for signer in (Reader.DELEGATE, Reader.GUARDIAN)
        if (delegate.pk, signer) not in asked
    )


def _items(programme: YouthProgramme) -> None:
    """The checklist's REPORT of a year, as the use cases would have left it."""
    items = ChecklistItem.objects.filter(
        delegate__programme=programme, kind=ItemKind.REPORT
    )
    items.update(due_on=date(programme.year, 9, 30))
    approved = YouthReport.objects.filter(status=ReportStatus.APPROVED)
    items.filter(delegate__report__in=approved).update(status=ItemStatus.DONE)
    sent_back = YouthReport.objects.filter(status=ReportStatus.SENT_BACK)
    items.filter(delegate__report__in=sent_back).update(
        status=ItemStatus.PROBLEM, problem=POINTS
    )


def _follow_ups(programme: YouthProgramme, *, actor: str, now: datetime) -> None:
    year, today = programme.year, jst(now).date()
    schools = ("架空中学校", "架空小学校", "市立図書館", "公民館の平和講座")
    rows: list[FollowUp] = []

    def add(
        delegate: Delegate, kind: FollowUpKind, on: date, place: str, heads: int | None
    ) -> None:
        if on <= today:
            rows.append(
                FollowUp(
                    delegate=delegate,
                    municipality_id=delegate.municipality_id,
                    kind=kind,
                    on=on,
                    place=place,
                    heads=heads,
                    recorded_by=actor,
                    recorded_at=_at(on.year, on.month, on.day),
                )
            )

    for place, delegate in enumerate(programme.delegates.order_by("municipality")):
        if place % 5 != 3:
            day = date(year, 10, 1) + timedelta(days=place * 2)
            add(delegate, FollowUpKind.MAYOR_VISIT, day, "市長室", None)
        for number in range((place + year) % 3):
            day = date(year, 11, 4) + timedelta(days=place + 30 * number)
            heads = None if place == 7 else 28 + (place * 37 + number * 11) % 90
            school = schools[(place + number) % len(schools)]
            add(delegate, FollowUpKind.SCHOOL_TALK, day, school, heads)
        if place % 9 != 8:
            day = date(year + 1, 2, 15)
            add(delegate, FollowUpKind.SUMMIT_STAGE, day, "パルテノン多摩", 640)
        if (place + year) % 6 == 0:
            day = date(year + 1, 6, 21)
            add(delegate, FollowUpKind.LATER_HELP, day, "平和の日の催し", 35)
    FollowUp.objects.bulk_create(rows)


def _picture(number: int) -> bytes:
    """A sky over water or land, with cranes or an island; nothing that ever was."""
    width, height = 1200, 800
    top, foot = (
        ((250, 214, 165), (118, 137, 190)),
        ((150, 190, 230), (236, 240, 246)),
        ((196, 214, 226), (60, 102, 140)),
        ((88, 96, 150), (246, 190, 150)),
    )[number]
    column = Image.new("RGB", (1, height))
    column.putdata(
        [
            tuple(
                round(a + (b - a) * y / height) for a, b in zip(top, foot, strict=True)
            )
            for y in range(height)
        ]
    )
    picture = column.resize((width, height))
    draw = ImageDraw.Draw(picture)
    if number == 1:
        for x, y, size in ((320, 330, 150), (640, 240, 210), (900, 470, 120)):
            _crane(draw, x, y, size)
    else:
        hills = [
            (x, 520 - 90 * math.sin(x / 210 + number) - 40 * math.sin(x / 77))
            for x in range(0, width + 1, 20)
        ]
        draw.polygon([*hills, (width, 640), (0, 640)], fill=(62, 74, 98))
        draw.rectangle((0, 640, width, height), fill=(108, 128, 156))
        for y in range(660, height, 22):
            draw.line((60 + y % 90, y, 460 + y % 300, y), fill=(150, 168, 190), width=3)
        if number in (0, 3):
            draw.ellipse((820, 210, 940, 330), fill=(255, 236, 200))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85)
    return out.getvalue()


def _crane(draw: ImageDraw.ImageDraw, x: int, y: int, size: int) -> None:
    """A folded crane of four triangles."""
    white, shade = (252, 252, 250), (206, 214, 226)
    draw.polygon([(x, y), (x + size // 3, y - size), (x + size, y)], fill=white)
    draw.polygon([(x, y), (x - size, y - size // 2), (x + size // 4, y)], fill=shade)
    draw.polygon(
        [(x - 10, y), (x + size, y), (x + size // 3, y + size // 3)], fill=shade
    )
    draw.polygon(
        [(x + size, y), (x + size * 5 // 3, y - size // 3), (x + size, y + 14)],
        fill=white,
    )
