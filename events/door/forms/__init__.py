"""What devices send and what staff tap at the door."""

from events.door.forms.pairing import PairingForm
from events.door.forms.walk_in import WalkInForm

__all__ = ["PairingForm", "WalkInForm"]
