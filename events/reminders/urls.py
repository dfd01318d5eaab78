"""Addresses of what is sent: staff only."""

from django.urls import path

from events.reminders.views import calls, post, staff

# /staff/
staff_urls = [
    path("calls/", calls.calls, name="calls"),
    path("calls/<int:pk>/outcome/", calls.outcome, name="call-outcome"),
    path("post/", post.queue, name="post-queue"),
    path("post/slips/", post.print_slips, name="post-slips"),
    path("post/posted/", post.posted, name="post-posted"),
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
