"""What city and secretariat say of a report."""

from django import forms
from django.utils.translation import gettext_lazy as _


class CommentForm(forms.Form):
    """A word to the delegate, who reads it on their own page."""

    text = forms.CharField(
        label=_("コメント"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": "3"}),
        help_text=_("派遣ユース本人と、市と事務局が読みます。"),
        error_messages={"required": _("コメントを書いてください。")},
    )

    use_required_attribute = False


class SendBackForm(forms.Form):
    """What the delegate is asked to change."""

    points = forms.CharField(
        label=_("直すところ"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": "4"}),
        help_text=_("ご本人への手紙に、そのまま出ます。やさしい言葉で書きます。"),
        error_messages={"required": _("直すところを書いてください。")},
    )

    use_required_attribute = False
