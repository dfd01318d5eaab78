"""The code of a personal link."""

from django import forms
from django.utils.translation import gettext_lazy as _

from peace.language.names import fold


class CodeForm(forms.Form):
    """Eight digits, in whatever width and with whatever signs between them."""

    code = forms.CharField(
        label=_("8けたの数字"),
        max_length=30,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}
        ),
        error_messages={"required": _("8けたの数字を入力してください。")},
    )

    use_required_attribute = False
    plain_labels = True

    def clean_code(self) -> str:
        digits = "".join(
            sign for sign in fold(self.cleaned_data["code"]) if sign.isdigit()
        )
        if len(digits) != 8:
            raise forms.ValidationError(_("数字は8けたです。"))
        return digits
