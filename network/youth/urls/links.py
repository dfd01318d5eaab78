"""What guardians and delegates open by personal link; how a city gives it to them."""

from django.urls import path

from network.youth.choices import ConsentKind, ProtectedKind
from network.youth.views import (
    city_links,
    link,
    link_answers,
    link_trip,
    secretariat_words,
)

urlpatterns = [
    # A guardian's and a delegate's, by personal link
    path("network/for/<str:token>/", link.link, name="link"),
    path("network/for/<str:token>/home/", link.home, name="link-home"),
    path("network/for/<str:token>/close/", link.close, name="link-close"),
    path("network/for/<str:token>/letters/", link.letters, name="link-letters"),
    path("network/for/<str:token>/itinerary/", link_trip.trip, name="link-itinerary"),
    path("network/for/<str:token>/packing/", link_trip.packing, name="link-packing"),
    path("network/for/<str:token>/trip.ics", link_trip.calendar, name="link-calendar"),
    *(
        path(
            f"network/for/<str:token>/{address}/",
            view,
            {"kind": kind},
            name=f"link-{address.replace('/', '-')}",
        )
        for address, view, kind in (
            ("consent", link_answers.consent, ConsentKind.TRIP),
            ("consent/signed", link_answers.signed, ConsentKind.TRIP),
            ("consent/withdraw", link_answers.withdraw, ConsentKind.TRIP),
            ("media", link_answers.consent, ConsentKind.MEDIA),
            ("media/signed", link_answers.signed, ConsentKind.MEDIA),
            ("media/withdraw", link_answers.withdraw, ConsentKind.MEDIA),
            ("emergency", link_answers.protected, ProtectedKind.EMERGENCY),
            ("health", link_answers.protected, ProtectedKind.HEALTH),
            ("insurance", link_answers.protected, ProtectedKind.INSURANCE),
        )
    ),
    # The links of a city's delegate, and the way on paper
    path(
        "network/city/delegates/<int:pk>/links/",
        city_links.links,
        name="delegate-links",
    ),
    path(
        "network/city/delegates/<int:pk>/links/make/",
        city_links.make,
        name="delegate-link-make",
    ),
    path(
        "network/city/delegates/<int:pk>/links/end/",
        city_links.end,
        name="delegate-link-end",
    ),
    path(
        "network/city/delegates/<int:pk>/paper/",
        city_links.paper_form,
        name="delegate-paper-form",
    ),
    path(
        "network/city/delegates/<int:pk>/paper/<slug:kind>/",
        city_links.paper,
        name="delegate-paper",
    ),
    # What the young people of a year read
    path(
        "network/years/<int:year>/words/",
        secretariat_words.words,
        name="year-words",
    ),
]
