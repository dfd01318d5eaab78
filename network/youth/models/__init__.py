"""The nouns of the youth programme."""

from network.youth.models.application import (
    InterviewSlot,
    ScoreSheet,
    YouthApplication,
)
from network.youth.models.checklist import ChecklistFile, ChecklistItem
from network.youth.models.city_year import CityYear
from network.youth.models.delegate import Delegate
from network.youth.models.follow_up import FollowUp
from network.youth.models.nomination import Nomination, NominationDecision
from network.youth.models.personal_link import PersonalLink
from network.youth.models.programme import YouthProgramme, YouthRules
from network.youth.models.protected import HealthReader, ProtectedRecord
from network.youth.models.report import ReportComment, ReportPhoto, YouthReport
from network.youth.models.signed_consent import SignedConsent
from network.youth.models.travel import PrintRecord, TripStop

__all__ = [
    "ChecklistFile",
    "ChecklistItem",
    "CityYear",
    "Delegate",
    "FollowUp",
    "HealthReader",
    "InterviewSlot",
    "Nomination",
    "NominationDecision",
    "PersonalLink",
    "PrintRecord",
    "ProtectedRecord",
    "ReportComment",
    "ReportPhoto",
    "ScoreSheet",
    "SignedConsent",
    "TripStop",
    "YouthApplication",
    "YouthProgramme",
    "YouthReport",
    "YouthRules",
]
