"""Addresses of news."""

from django.urls import URLPattern, path

from events.outreach.views import news, staff_contacts, staff_news

# Under the language prefix.
urlpatterns: list[URLPattern] = [
    path("news/", news.subscribe, name="news"),
    path("news/asked/", news.asked, name="news-asked"),
    path("news/confirm/<str:news_token>/", news.confirm, name="news-confirm"),
    path("news/<str:news_token>/", news.manage, name="news-manage"),
]
# Without one: mail programs POST to it.
bare_urls: list[URLPattern] = [
    path("news/end/<str:end_token>/", news.end, name="news-end"),
]
# /staff/
staff_urls: list[URLPattern] = [
    path("outreach/news/", staff_news.announcements, name="news"),
    path("outreach/news/new/", staff_news.new, name="news-new"),
    path(
        "outreach/news/<int:announcement_id>/",
        staff_news.announcement,
        name="news-announcement",
    ),
    path(
        "outreach/news/<int:announcement_id>/edit/", staff_news.edit, name="news-edit"
    ),
    path(
        "outreach/news/<int:announcement_id>/test/", staff_news.test, name="news-test"
    ),
    path(
        "outreach/news/<int:announcement_id>/send/",
        staff_news.request_sending,
        name="news-request",
    ),
    path(
        "outreach/news/<int:announcement_id>/withdraw/",
        staff_news.withdraw,
        name="news-withdraw",
    ),
    path(
        "outreach/news/<int:announcement_id>/remove/",
        staff_news.remove,
        name="news-remove",
    ),
    path("outreach/news/end/", staff_news.end_for_somebody, name="news-end"),
    path("outreach/contacts/", staff_contacts.contacts, name="contacts"),
    path("outreach/contacts/new/", staff_contacts.new, name="contact-new"),
    path("outreach/contacts/import/", staff_contacts.import_file, name="contacts-file"),
    path("outreach/contacts/sample.csv", staff_contacts.sample, name="contacts-sample"),
    path("outreach/contacts/<int:contact_id>/", staff_contacts.edit, name="contact"),
    path(
        "outreach/contacts/<int:contact_id>/switch/",
        staff_contacts.switch,
        name="contact-switch",
    ),
]
