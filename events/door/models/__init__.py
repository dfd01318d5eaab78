"""The nouns of who came."""

from events.door.models.conflict import Conflict
from events.door.models.device import PairingCode, ScannerDevice
from events.door.models.hand_count import HandCount
from events.door.models.paper import PaperEntry
from events.door.models.scan import Scan, Undo

__all__ = [
    "Conflict",
    "HandCount",
    "PairingCode",
    "PaperEntry",
    "Scan",
    "ScannerDevice",
    "Undo",
]
