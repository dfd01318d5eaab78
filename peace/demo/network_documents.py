"""What the demo's cities have handed in for their delegates, in every state."""

import uuid
from datetime import date, datetime, timedelta
from io import BytesIO

from PIL import Image, ImageDraw

from network.youth.choices import FileKind, ItemKind, ItemStatus
from network.youth.models import (
    ChecklistItem,
    CityYear,
    Delegate,
    YouthProgramme,
    YouthRules,
)
from network.youth.uploads import CleanFile
from network.youth.usecases.check_item import find_in_order, find_problem
from network.youth.usecases.hand_in import SentFile, hand_in, tick
from peace.demo.days import at
from peace.language.dates import jst

CRITERIA = [
    ({"ja": "志望動機", "en": "Why you want to go"}, 10),
    ({"ja": "学んだことを伝える計画", "en": "How you will pass on what you learn"}, 10),
    ({"ja": "自分の言葉で話す力", "en": "Speaking in your own words"}, 5),
]
# Days from today until each is due.
DUE = {
    ItemKind.APPLICATION: -3,
    ItemKind.MOTIVATION: -3,
    ItemKind.GUARDIAN_CONSENT: 1,
    ItemKind.MEDIA_CONSENT: 6,
    ItemKind.HEALTH: 6,
    ItemKind.EMERGENCY: 6,
    ItemKind.INSURANCE: 13,
    ItemKind.FEE: 13,
    ItemKind.REPORT: 90,
}
# What a city has handed in, the first city that has a delegate first. One is late.
PARTS = [
    set(ItemKind) - {ItemKind.REPORT},
    {ItemKind.APPLICATION, ItemKind.GUARDIAN_CONSENT, ItemKind.FEE},
    {ItemKind.HEALTH, ItemKind.EMERGENCY},
    {ItemKind.APPLICATION, ItemKind.GUARDIAN_CONSENT, ItemKind.MEDIA_CONSENT},
    set(ItemKind) - {ItemKind.REPORT, ItemKind.INSURANCE},
    {ItemKind.APPLICATION},
    set(ItemKind) - {ItemKind.REPORT, ItemKind.FEE, ItemKind.HEALTH},
]
WITH_A_PROBLEM, LATE, MENDED = 1, 2, 3
PROBLEM = "2ページ目に保護者の署名がありません。署名のあるページを足してください。"


def set_rules(rules: YouthRules, *, now: datetime) -> None:
    """The points by which cities choose, and when what is due, in a draft."""
    today = jst(now).date()
    rules.criteria = [{"name": name, "points": points} for name, points in CRITERIA]
    rules.checklist = {
        str(kind): (today + timedelta(days=days)).isoformat()
        for kind, days in DUE.items()
    }


def load_documents(
    programme: YouthProgramme, *, city: str, secretariat: str, now: datetime
) -> None:
    """Checklists of PROGRAMME's delegates; those of earlier years are complete.

    CITY is the code of the demo's own city: last year's delegate has files to look at.
    """
    earlier = ChecklistItem.objects.filter(delegate__programme__year__lt=programme.year)
    earlier.update(status=ItemStatus.DONE, done_on=date(programme.year - 1, 7, 1))
    delegates = list(
        Delegate.objects.active()
        .filter(programme=programme)
        .order_by("municipality__code")
    )
    sheets = [_picture(), _pdf()]
    for number, delegate in enumerate(delegates):
        done = PARTS[number % len(PARTS)]
        # Only one is late: the others have handed in what was due.
        if number != LATE:
            done = done | {ItemKind.APPLICATION}
        _done(delegate, done, now=now)
    for delegate in delegates[:4]:
        _send(delegate, ItemKind.APPLICATION, sheets[:1], now=now)
        _send(delegate, ItemKind.GUARDIAN_CONSENT, sheets[1:], now=now)
    own = Delegate.objects.filter(municipality=city).order_by("pk").first()
    if own:
        _send(own, ItemKind.APPLICATION, sheets, now=now)
    if len(delegates) > MENDED:
        _states(delegates, sheets, secretariat=secretariat, now=now)


def _states(
    delegates: list[Delegate],
    sheets: list[CleanFile],
    *,
    secretariat: str,
    now: datetime,
) -> None:
    """A problem, one that was mended, one that is late and was reminded."""
    kind, earlier = ItemKind.GUARDIAN_CONSENT, now - timedelta(days=2)
    for number in (WITH_A_PROBLEM, MENDED):
        find_problem(
            item=delegates[number].checklist.get(kind=kind),
            sentence=PROBLEM,
            actor=secretariat,
            now=earlier,
        )
    _send(delegates[MENDED], kind, sheets[1:], now=now - timedelta(hours=5))
    fee = delegates[0].checklist.get(kind=ItemKind.FEE)
    tick(item=fee, on=jst(earlier).date(), actor="city", now=earlier)
    paper = delegates[0].checklist.get(kind=ItemKind.MEDIA_CONSENT)
    find_in_order(item=paper, actor=secretariat, now=now)
    late = delegates[LATE]
    _undone(late, ItemKind.APPLICATION)
    CityYear.objects.filter(
        programme=late.programme, municipality=late.municipality_id
    ).update(reminded_at=at(jst(now).date() - timedelta(days=2), "09:30"))


def _done(delegate: Delegate, kinds: set[ItemKind], *, now: datetime) -> None:
    delegate.checklist.filter(kind__in=kinds).update(
        status=ItemStatus.DONE, done_on=jst(now).date() - timedelta(days=5)
    )


def _undone(delegate: Delegate, kind: ItemKind) -> None:
    item = delegate.checklist.get(kind=kind)
    item.files.all().delete()
    delegate.checklist.filter(pk=item.pk).update(
        status=ItemStatus.MISSING, done_on=None
    )


def _send(
    delegate: Delegate, kind: ItemKind, sheets: list[CleanFile], *, now: datetime
) -> None:
    files = [
        SentFile(clean=each, sent_as=f"scan{n}.{each.suffix}", code=uuid.uuid4())
        for n, each in enumerate(sheets, 1)
    ]
    hand_in(
        item=delegate.checklist.get(kind=kind),
        files=files,
        actor=f"city:{delegate.municipality_id}",
        now=now,
    )


def _sheet() -> Image.Image:
    """A page with lines, and a word that nobody takes for a real document."""
    page = Image.new("RGB", (620, 877), "white")
    draw = ImageDraw.Draw(page)
    draw.text((60, 60), "SAMPLE / DEMO", fill="black")
    for line in range(150, 800, 50):
        draw.line((60, line, 560, line), fill="gray")
    return page


def _picture() -> CleanFile:
    out, page = BytesIO(), _sheet()
    page.save(out, "JPEG", quality=70)
    return CleanFile(
        FileKind.JPEG, out.getvalue(), width=page.width, height=page.height
    )


def _pdf() -> CleanFile:
    out, page = BytesIO(), _sheet()
    page.save(out, "PDF", save_all=True, append_images=[page])
    return CleanFile(FileKind.PDF, out.getvalue(), pages=2)
