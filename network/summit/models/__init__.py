"""The nouns of the summit."""

from network.summit.models.reply import SummitGuest, SummitReply
from network.summit.models.stage import StageSlot
from network.summit.models.summit import Summit

__all__ = ["StageSlot", "Summit", "SummitGuest", "SummitReply"]
