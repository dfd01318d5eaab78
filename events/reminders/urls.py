"""Addresses of what is sent: staff only."""

from django.urls import path

from events.reminders.views import calls, ledger, post, rules, staff, texts, trouble

# /staff/
staff_urls = [
    path("calls/", calls.calls, name="calls"),
    path("calls/<int:pk>/outcome/", calls.outcome, name="call-outcome"),
    path("post/", post.queue, name="post-queue"),
    path("post/slips/", post.print_slips, name="post-slips"),
    path("post/posted/", post.posted, name="post-posted"),
    path("post/postcards/", post.print_postcards, name="postcards"),
    path("post/postcards/posted/", post.postcards_posted, name="postcards-posted"),
    path("reminders/", rules.rules, name="reminder-rules"),
    path("reminders/<int:pk>/", rules.edit, name="reminder-rule"),
    path("reminders/<int:pk>/switch/", rules.switch, name="reminder-rule-switch"),
    path("reminders/<int:pk>/remove/", rules.remove, name="reminder-rule-remove"),
    path(
        "reminders/programmes/<slug:slug>/new/<slug:kind>/",
        rules.new_for_programme,
        name="reminder-rule-new",
    ),
    path("events/<slug:slug>/reminders/", rules.of_event, name="event-reminders"),
    path(
        "events/<slug:slug>/reminders/new/<slug:kind>/",
        rules.new_for_event,
        name="event-reminder-new",
    ),
    path("events/<slug:slug>/reminders/ledger/", ledger.of_event, name="event-ledger"),
    path("letters/", staff.letters, name="letters"),
    path(
        "letters/batches/<int:pk>/approve/", staff.approve_batch, name="batch-approve"
    ),
    path(
        "letters/batches/<int:pk>/withdraw/",
        staff.withdraw_batch,
        name="batch-withdraw",
    ),
    path("letters/trouble/", trouble.letters_in_trouble, name="trouble"),
    path("letters/trouble/decide/", trouble.decide, name="trouble-decide"),
    path("letters/trouble/<int:pk>/undo/", trouble.reopen, name="trouble-undo"),
    path("letters/texts/", texts.texts, name="texts"),
    path("letters/texts/<slug:room>/<slug:letter>/", texts.text, name="text"),
    path(
        "letters/texts/<slug:room>/<slug:letter>/original/",
        texts.text_original,
        name="text-original",
    ),
    path(
        "letters/texts/<slug:room>/<slug:letter>/undo/",
        texts.text_undo,
        name="text-undo",
    ),
    path("letters/<int:pk>/", staff.letter, name="letter"),
    path("letters/<int:pk>/outcome/", staff.outcome, name="letter-outcome"),
]
