"""What a new phone at the door is for."""

from typing import Any

from django import forms

from events.door.choices import DeviceRole


class PairingForm(forms.Form):
    """Nothing chosen: an ordinary helper's phone, for real."""

    role = forms.ChoiceField(choices=DeviceRole.choices, required=False)
    is_rehearsal = forms.BooleanField(required=False)

    def values(self) -> dict[str, Any]:
        """The arguments of `open_pairing`."""
        return {
            "role": DeviceRole(self.cleaned_data["role"] or DeviceRole.GATE),
            "is_rehearsal": self.cleaned_data["is_rehearsal"],
        }
