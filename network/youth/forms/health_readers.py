"""Who may read health data, and why that changes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from peace.accounts.models import User
from peace.accounts.reports import staff_with_second_factor


class StaffChoice(forms.ModelChoiceField):
    """By name, with the role that tells two of the same name apart."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name or obj.email}（{obj.get_role_display()}）"


class ReaderForm(forms.Form):
    """One of the two places of a year; `user` empty: nobody."""

    user = StaffChoice(
        label=_("読む人"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("だれも読まない"),
        error_messages={"invalid_choice": _("読む人を、一覧から選んでください。")},
    )
    reason = forms.CharField(
        label=_("理由"),
        max_length=200,
        help_text=_("例：看護師の資格があり、派遣に同行するため。名前は書きません。"),
        error_messages={"required": _("理由を入力してください。")},
    )

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        user: Any = self.fields["user"]
        user.queryset = staff_with_second_factor()
