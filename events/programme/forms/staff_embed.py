"""What an embedded list of events shows."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from events.programme.models import Programme

COUNTS = (3, 5, 10)
USUAL = 5


class EmbedForm(forms.Form):
    """All of it may be left as it is."""

    programme = forms.ModelChoiceField(
        label=_("事業"),
        queryset=Programme.objects.order_by("position"),
        to_field_name="slug",
        required=False,
        empty_label=_("すべての事業"),
    )
    language = forms.ChoiceField(
        label=_("言語"),
        required=False,
        choices=[("", _("見る人のブラウザーに合わせる")), *settings.LANGUAGES],
    )
    count = forms.TypedChoiceField(
        label=_("催しの数"),
        required=False,
        coerce=int,
        empty_value=USUAL,
        initial=USUAL,
        choices=[(n, str(n)) for n in COUNTS],
    )

    def chosen(self) -> dict[str, str]:
        """The query of the list's address; nothing of what is usual."""
        if not self.is_valid():
            return {}
        programme = self.cleaned_data["programme"]
        found = {
            "programme": programme.slug if programme else "",
            "language": self.cleaned_data["language"],
            "count": "" if self.most == USUAL else str(self.most),
        }
        return {name: value for name, value in found.items() if value}

    @property
    def most(self) -> int:
        return self.cleaned_data["count"] if self.is_valid() else USUAL
