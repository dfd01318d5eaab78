"""Addresses of what is sent: staff only."""

from django.urls import path

from events.reminders.views import staff

# /staff/
staff_urls = [
    path("letters/", staff.letters, name="letters"),
    path(
        "letters/batches/<int:pk>/approve/", staff.approve_batch, name="batch-approve"
    ),
    path(
        "letters/batches/<int:pk>/withdraw/",
        staff.withdraw_batch,
        name="batch-withdraw",
    ),
    path("letters/<int:pk>/", staff.letter, name="letter"),
    path("letters/<int:pk>/again/", staff.send_again_view, name="letter-again"),
    path("letters/<int:pk>/outcome/", staff.outcome, name="letter-outcome"),
]
