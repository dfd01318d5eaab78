"""Finding a registration again without a mail."""

import re
import unicodedata

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class FindForm(forms.Form):
    """Receipt number and the last four digits of the phone, however typed."""

    receipt_number = forms.CharField(
        label=gettext_lazy("受付番号"),
        help_text=gettext_lazy("8桁の数字です。例：4713 2086"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("受付番号を入力してください。")},
    )
    last_four = forms.CharField(
        label=gettext_lazy("電話番号の下4桁"),
        help_text=gettext_lazy(
            "申込みのときにお知らせいただいた電話番号の、最後の4つの数字です。"
        ),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "required": gettext_lazy("電話番号の下4桁を入力してください。")
        },
    )
    use_required_attribute = False

    def clean_receipt_number(self) -> str:
        return self._digits("receipt_number", 8)

    def clean_last_four(self) -> str:
        return self._digits("last_four", 4)

    def _digits(self, name: str, count: int) -> str:
        plain = unicodedata.normalize("NFKC", self.cleaned_data[name])
        digits = re.sub(r"[\s\-ー‐]", "", plain)
        if not re.fullmatch(rf"[0-9]{{{count}}}", digits):
            raise ValidationError(
                _("%(count)s桁の数字で入力してください。"), params={"count": count}
            )
        return digits

    def not_found(self) -> None:
        """The same sentence whatever was wrong: it must not tell which."""
        self.add_error(
            "receipt_number",
            ValidationError(
                _(
                    "その受付番号と電話番号の組み合わせは見つかりません。"
                    "番号を確かめるか、%(office_phone)sへお電話ください。"
                ),
                code="not_found_pair",
                params={"office_phone": settings.OFFICE_PHONE},
            ),
        )
