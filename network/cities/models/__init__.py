"""The nouns of the network's cities."""

from network.cities.models.coordinator import Coordinator
from network.cities.models.invitation import Invitation
from network.cities.models.municipality import Municipality
from network.cities.models.notice import Notice, NoticeReceipt
from network.cities.models.office_term import OfficeTerm
from network.cities.models.owned import CityOwned, CityOwnedManager

__all__ = [
    "CityOwned",
    "CityOwnedManager",
    "Coordinator",
    "Invitation",
    "Municipality",
    "Notice",
    "NoticeReceipt",
    "OfficeTerm",
]
