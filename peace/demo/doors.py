"""The doors of the demo: who enters where, and what there is to try."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class DemoDoor:
    """A door. Without a role it is a link to a page that anybody may see."""

    name: str
    what: str
    url: str
    sign: str
    role: str = ""


def doors() -> list[DemoDoor]:
    """All doors, in the order in which the whole line is best walked."""
    return [
        DemoDoor(
            name=_("催しを探す"),
            what=_(
                "アカウントなしで申し込めます。席を取り、参加券のQRコードを見てください。"
            ),
            url=reverse("home"),
            sign="find",
        ),
        DemoDoor(
            name=_("届いたメール"),
            what=_("確認と前日のお知らせが届きます。QRコードと予定表が付いています。"),
            url=reverse("demo:mails"),
            sign="mail",
        ),
        _person_door(
            "resident",
            _("参加する方"),
            _("ご自分の申込みの一覧を見て、席を取り消せます。"),
            "people",
        ),
        DemoDoor(
            name=_("当日受付"),
            what=_("この端末が、今日の講話の受付になります。QRコードを読み取ります。"),
            url=reverse("demo:enter-door"),
            sign="target",
            role="door",
        ),
        *([_phone()] if settings.SECURE else []),
        _person_door(
            "staff",
            _("職員"),
            _("催しの予定、申込みの検索、入場の人数、電話連絡の一覧を見られます。"),
            "cal",
        ),
        _person_door(
            "approver",
            _("もう1人の職員"),
            _("ほかの職員が頼んだ一括の案内を、確かめて承認します。"),
            "check",
        ),
        _person_door(
            "coordinator",
            _("連携自治体の担当者"),
            _("調布市の担当者として、派遣ユースの推薦を書き、提出できます。"),
            "pin",
        ),
        _link_door(
            "guardian",
            _("保護者"),
            _(
                "メールのリンクと8けたの数字でページを開き、"
                "同意や緊急連絡先を答えられます。"
            ),
            "lock",
        ),
        _link_door(
            "delegate",
            _("派遣ユース"),
            _("予定と持ち物を見て、写真と名前の使い方を選べます。"),
            "walk",
        ),
        _person_door(
            "secretariat",
            _("事務局"),
            _("26市の推薦の状況を見て、承認や差戻しができます。職員の画面も使えます。"),
            "pen",
        ),
    ]


def _phone() -> DemoDoor:
    return DemoDoor(
        name=_("スマートフォンで開く"),
        what=_("同じWi-Fiのスマートフォンで、カメラの読み取りをためせます。"),
        url=reverse("demo:phone"),
        sign="on",
    )


def _link_door(role: str, name: str, what: str, sign: str) -> DemoDoor:
    url = reverse("demo:enter-link", args=[role])
    return DemoDoor(name=name, what=what, url=url, sign=sign, role=role)


def _person_door(role: str, name: str, what: str, sign: str) -> DemoDoor:
    url = reverse("demo:enter", args=[role])
    return DemoDoor(name=name, what=what, url=url, sign=sign, role=role)
