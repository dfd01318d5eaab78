"""Addresses of talk requests: the group's, the storyteller's, the office's."""

from django.urls import URLPattern, path

from events.outreach.views import staff_talks, staff_talks_decide, talks

# Under the language prefix.
urlpatterns: list[URLPattern] = [
    path("talks/request/", talks.ask, name="talk-request"),
    path("talks/answer/<str:token>/", talks.inquiry, name="talk-inquiry"),
    path("talks/<str:token>/", talks.detail, name="talk"),
    path("talks/<str:token>/change/", talks.change, name="talk-change"),
    path("talks/<str:token>/withdraw/", talks.withdraw, name="talk-withdraw"),
    path("talks/<str:token>/listeners/", talks.listeners, name="talk-listeners"),
    path("talks/<str:token>/talk.ics", talks.calendar, name="talk-calendar"),
]
# Without one.
bare_urls: list[URLPattern] = []
# /staff/
_ONE = "outreach/talk-requests/<int:pk>/"
staff_urls: list[URLPattern] = [
    path("outreach/talk-requests/", staff_talks.talks, name="talks"),
    path(_ONE, staff_talks.talk, name="talk"),
    path(f"{_ONE}ask/", staff_talks.ask, name="talk-ask"),
    path(
        f"{_ONE}inquiries/<int:inquiry>/answer/",
        staff_talks.answer,
        name="talk-answer",
    ),
    path(f"{_ONE}note/", staff_talks.note, name="talk-note"),
    path(f"{_ONE}listeners/", staff_talks.listeners, name="talk-listeners"),
    path(f"{_ONE}arrange/", staff_talks_decide.arrange, name="talk-arrange"),
    path(f"{_ONE}decline/", staff_talks_decide.decline, name="talk-decline"),
    path(f"{_ONE}withdraw/", staff_talks_decide.withdraw, name="talk-withdraw"),
]
