"""What the scanner says of the people of a party, and of taking back."""

from django.utils.translation import gettext as _

from events.registration.choices import AgeBand


def party_words() -> dict[str, object]:
    """Parties: one chip per person, a number and an age band, never a name."""
    return {
        "inside": _("{party}名のうち {inside}名 入場"),
        "all_inside": _("{party}名のうち {inside}名 入場済み"),
        "some_came": _("来たのは一部の人"),
        "some_consent": _("同意のある人だけ入る"),
        "person": _("{n}人目"),
        "ages": {band.value: str(band.label) for band in AgeBand},
        "is_in": _("入場済み"),
        "lacks_consent": _("同意待ち"),
        "about": _("来た人を押してください。ほかの人は、後から同じ参加券で入れます。"),
        "about_consent": _(
            "同意待ちの人は、まだ入れません。職員が同意を記録すると、同じ参加券で入れます。"
        ),
        "confirm": _("{n}名 入場"),
        "nobody": _("来た人を1人は押してください。"),
    }


def undo_words() -> dict[str, str]:
    """Taking back what this device did, within 15 minutes."""
    return {
        "undo": _("取り消す"),
        "last": _("さっきの入場を取り消す"),
        "line": _("{time} {n}名"),
        "sure": _("{time}の {n}名の入場を取り消しますか。"),
        "do": _("{n}名の入場を取り消す"),
        "undone": _("{time}の {n}名の入場を取り消しました。"),
        "kept": _("{time}の {n}名の取り消しを保存しました。つながったら送ります。"),
        "too_late": _(
            "入場から15分を過ぎたので、この端末では取り消せません。"
            "受付責任者に伝えてください。"
        ),
        "not_yours": _(
            "この端末の入場ではないので、取り消せません。受付責任者に伝えてください。"
        ),
    }
