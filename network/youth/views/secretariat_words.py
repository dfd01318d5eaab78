"""The secretariat writes the packing list of a year."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from network.cities.access import secretariat_required
from network.youth.access import programme_of
from network.youth.forms.rules_words import WordsForm
from network.youth.usecases.write_words import write_words


@require_http_methods(["GET", "HEAD", "POST"])
@secretariat_required
def words(request: HttpRequest, year: int) -> HttpResponse:
    """In three languages; delegates and guardians read it on their own pages."""
    programme = programme_of(year)
    form = WordsForm(
        request.POST if request.method == "POST" else None,
        initial={"packing": programme.packing},
    )
    if form.is_bound and form.is_valid():
        write_words(
            programme=programme,
            packing=form.cleaned_data["packing"] or {},
            actor=request.user.actor,
            now=timezone.now(),
        )
        messages.success(request, _("持ち物を保存しました。"))
        return redirect("youth:year-words", year)
    return render(
        request,
        "network/desk/words.html",
        {"form": form, "programme": programme, "year": year},
    )
