"""Personal links in the demo: families in every state, and one pair with a known code.

The people are made up. The code is known in the demo only: its doors show it.
"""

from datetime import datetime, timedelta
from typing import Any

from network.youth.choices import ConsentKind, MediaDegree, ProtectedKind, Reader
from network.youth.letters.consent_words import consent_words
from network.youth.models import Delegate, Nomination, PersonalLink, YouthProgramme
from network.youth.models.personal_link import hash_code
from network.youth.reports_answers import is_minor, signers
from network.youth.usecases.answer import answer
from network.youth.usecases.personal_link import make_link
from network.youth.usecases.sign import Evidence, sign_consent

CODE, DEMO_CITY = "24682468", "132080"
PACKING = {
    "ja": "帽子\n水筒\n雨具\n健康保険証の写し\nふだん飲む薬\n筆記用具\n参加券\n"
    "3日分の着替え",
    "en": "Hat\nWater bottle\nRain gear\nCopy of the health insurance card\n"
    "Medicine you take\nSomething to write with\nTicket\nClothes for three days",
    "ja-easy": "帽子《ぼうし》\n水筒《すいとう》\n"
    "雨《あめ》の ときに 着《き》る 物《もの》\n"
    "保険証《ほけんしょう》の コピー\nいつも 飲《の》む 薬《くすり》\n"
    "書《か》く 物《もの》\n参加券《さんかけん》\n3日分《みっかぶん》の 服《ふく》",
}
# How many of the five things are answered, family by family; the first pair is open.
ANSWERED = (0, 5, 3, 1, 4)
_ORDER = [
    ConsentKind.TRIP,
    ConsentKind.MEDIA,
    ProtectedKind.EMERGENCY,
    ProtectedKind.HEALTH,
    ProtectedKind.INSURANCE,
]


def load_links(programme: YouthProgramme, *, now: datetime) -> None:
    """Links for the first families of PROGRAMME, with what they have answered."""
    programme.packing = PACKING
    programme.save(update_fields=["packing"])
    delegates = (
        Delegate.objects.active()
        .with_person()
        .filter(programme=programme)
        .order_by("municipality__code")[: len(ANSWERED)]
    )
    for delegate, count in zip(delegates, ANSWERED, strict=False):
        _family(delegate, count, now=now)
    # Last year's of the demo's own city: their health data is long erased.
    then = now.replace(year=programme.year - 1, month=6, day=20)
    past = Delegate.objects.with_person().filter(
        programme__year=programme.year - 1, municipality=DEMO_CITY
    )
    for delegate in past:
        _family(delegate, 2, now=then)


def demo_link(reader: str) -> PersonalLink | None:
    """The link whose code the doors show; None before the demo was loaded."""
    found = PersonalLink.objects.filter(reader=reader, ended_at__isnull=True)
    return found.order_by("-delegate__programme__year", "municipality").first()


def _family(delegate: Delegate, count: int, *, now: datetime) -> None:
    who = delegate.nomination
    Nomination.objects.filter(pk=who.pk).update(
        email=f"youth{delegate.pk}@example.jp",
        guardian_email=f"family{delegate.pk}@example.jp",
    )
    actor = f"city:{delegate.municipality_id}"
    readers = list(Reader) if is_minor(delegate) else [Reader.DELEGATE]
    for reader in readers:
        link, _code = make_link(
            delegate=delegate, reader=reader, actor=actor, now=now - timedelta(days=6)
        )
        PersonalLink.objects.filter(pk=link.pk).update(
            code_hash=hash_code(CODE, link.uuid.hex)
        )
    for kind in _ORDER[:count]:
        for signer in signers(delegate, kind):
            _answer(delegate, kind, signer, now=now - timedelta(days=3))


def _answer(delegate: Delegate, kind: str, signer: Reader, *, now: datetime) -> None:
    link = delegate.links.get(reader=signer, ended_at__isnull=True)
    who = delegate.nomination
    name = who.guardian_name if signer == Reader.GUARDIAN else who.name
    if kind in ConsentKind.values:
        words = consent_words(
            delegate=delegate, kind=kind, signer=signer, language="ja"
        )
        sign_consent(
            delegate=delegate,
            kind=ConsentKind(kind),
            degree=MediaDegree.WITH_NAME if kind == ConsentKind.MEDIA else "",
            evidence=Evidence(
                signer=signer,
                signer_name=name,
                relation="母" if signer == Reader.GUARDIAN else "",
                language="ja",
                digest=words.digest,
            ),
            actor=link.actor,
            now=now,
        )
        return
    answer(
        delegate=delegate,
        reader=signer,
        kind=ProtectedKind(kind),
        answers=_ANSWERS[ProtectedKind(kind)],
        language="ja",
        actor=link.actor,
        now=now,
    )


_ANSWERS: dict[ProtectedKind, dict[str, Any]] = {
    ProtectedKind.EMERGENCY: {
        "contacts": [
            {"name": "架空 はは", "relation": "母", "phone": "04200000001"},
            {"name": "架空 そふ", "relation": "祖父", "phone": "04200000002"},
        ]
    },
    ProtectedKind.HEALTH: {
        "nothing": True,
        "illness": "",
        "hospital": "",
        "medicine": "",
        "allergies": "",
        "severity": "NONE",
        "diet": "",
        "other": "",
    },
    ProtectedKind.INSURANCE: {
        "name": "架空 ゆう",
        "kana": "かくう ゆう",
        "born_on": "2009-06-01",
        "address": "架空町1-2-3",
        "beneficiary": "法定相続人",
    },
}
