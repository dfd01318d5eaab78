"""Addresses of what it brought: the questionnaire, and its results for staff."""

from django.urls import URLPattern, path

from events.results.views import public, staff, staff_typing

app_name = "results"

# Under the language prefix.
urlpatterns: list[URLPattern] = [
    path(
        "events/<slug:slug>/questionnaire/", public.questionnaire, name="questionnaire"
    ),
    path("events/<slug:slug>/questionnaire/thanks/", public.thanks, name="thanks"),
]
# /staff/
_OF = "events/<slug:slug>/questionnaire/"
staff_urls: list[URLPattern] = [
    path("questionnaires/", staff.year, name="questionnaires"),
    path(_OF, staff.questionnaire, name="questionnaire"),
    path(f"{_OF}switch/", staff.switch, name="questionnaire-switch"),
    path(f"{_OF}times/", staff.times, name="questionnaire-times"),
    path(f"{_OF}lines/<int:pk>/", staff.quote, name="questionnaire-quote"),
    path(f"{_OF}sign/", staff.sign, name="questionnaire-sign"),
    path(f"{_OF}paper/", staff.paper, name="questionnaire-paper"),
    path(f"{_OF}export/", staff.export, name="questionnaire-export"),
    path(f"{_OF}typing/", staff_typing.typing, name="questionnaire-typing"),
    path(f"{_OF}typing/undo/", staff_typing.undo, name="questionnaire-undo"),
]
