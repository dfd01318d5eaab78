"""What coordinators and the secretariat fill in about the network's cities."""

from network.cities.forms.invitation import InvitationForm
from network.cities.forms.notice import NoticeForm
from network.cities.forms.office import OfficeForm

__all__ = ["InvitationForm", "NoticeForm", "OfficeForm"]
