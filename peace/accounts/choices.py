"""Who someone is to the city."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    RESIDENT = "RESIDENT", _("住民")
    STAFF = "STAFF", _("職員")
    COORDINATOR = "COORDINATOR", _("担当者")
    SECRETARIAT = "SECRETARIAT", _("事務局")


# Whoever sees other people's data proves who they are twice (ASVS V6.3.3). Residents
# see their own registrations only: one factor, a code to their verified address.
SECOND_FACTOR_ROLES = frozenset({Role.STAFF, Role.COORDINATOR, Role.SECRETARIAT})
CITY_STAFF_ROLES = frozenset({Role.STAFF, Role.SECRETARIAT})
