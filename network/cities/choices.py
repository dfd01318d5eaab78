"""Words of the cities room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MunicipalityKind(TextChoices):
    CITY = "CITY", _("市")
    TOWN = "TOWN", _("町")
    VILLAGE = "VILLAGE", _("村")


class CoordinatorLevel(TextChoices):
    """What a coordinator may do for the city. Each includes those before it."""

    VIEWER = "VIEWER", _("閲覧")
    EDITOR = "EDITOR", _("編集")
    APPROVER = "APPROVER", _("承認")

    def includes(self, other: "CoordinatorLevel") -> bool:
        order = [*CoordinatorLevel]
        return order.index(other) <= order.index(self)


class Office(TextChoices):
    """An office of the network, held by a member city."""

    CHAIR = "CHAIR", _("会長市")
    VICE_CHAIR = "VICE_CHAIR", _("副会長市")


class Audience(TextChoices):
    """To which cities a notice goes."""

    ALL = "ALL", _("26市すべて")
    LATE = "LATE", _("遅れている市")
    CHOSEN = "CHOSEN", _("選んだ市")
