"""The nouns of who came."""

from events.door.models.device import PairingCode, ScannerDevice
from events.door.models.scan import Scan

__all__ = ["PairingCode", "Scan", "ScannerDevice"]
