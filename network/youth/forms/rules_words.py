"""What the secretariat tells the young people of a year."""

from django import forms
from django.utils.translation import gettext_lazy as _

from events.programme.forms.texts import TextsField


class WordsForm(forms.Form):
    """The packing list, one thing a line."""

    packing = TextsField(
        label=_("持ち物（1行に1つ）"), max_length=2000, rows=10, required=False
    )

    use_required_attribute = False
