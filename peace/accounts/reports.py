"""Who can sign in, for rooms that give somebody more to see."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from peace.accounts.choices import CITY_STAFF_ROLES
from peace.accounts.models import User

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def staff_with_second_factor() -> QuerySet[User]:
    """The city's own people who hold a second factor, by name.

    In a demo nobody holds one, as its doors go past the sign-in page.
    """
    staff = User.objects.filter(role__in=CITY_STAFF_ROLES, is_active=True)
    if not settings.DEMO:
        mine = Authenticator.objects.filter(user=OuterRef("pk"), type__in=FACTORS)
        staff = staff.filter(Exists(mine))
    return staff.order_by("name", "email")
