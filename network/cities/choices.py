"""Words of the cities room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MunicipalityKind(TextChoices):
    CITY = "CITY", _("市")
    TOWN = "TOWN", _("町")
    VILLAGE = "VILLAGE", _("村")
