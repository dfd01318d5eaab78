"""The doors of the demo: who enters where, and what there is to try."""

from dataclasses import dataclass

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
            _("多摩地域26市のネットワークのページに入ります。"),
            "pin",
        ),
        _person_door(
            "secretariat",
            _("事務局"),
            _("国立市の職員の画面と、ネットワークのページを使います。"),
            "pen",
        ),
    ]


def _person_door(role: str, name: str, what: str, sign: str) -> DemoDoor:
    url = reverse("demo:enter", args=[role])
    return DemoDoor(name=name, what=what, url=url, sign=sign, role=role)
