"""Words of the summit room. Values are stored: stable."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class GuestKind(TextChoices):
    """On which of a city's seats a guest sits. Citizens come in a number only."""

    MAYOR = "MAYOR", _("市長")
    STAFF = "STAFF", _("職員")
    YOUTH = "YOUTH", _("派遣ユース")


class SlotKind(TextChoices):
    """What happens on the stage."""

    OPENING = "OPENING", _("開会")
    LECTURE = "LECTURE", _("講演")
    YOUTH = "YOUTH", _("ユースの発表")
    TALK = "TALK", _("話し合い")
    BREAK = "BREAK", _("休憩")
    CLOSING = "CLOSING", _("閉会")
