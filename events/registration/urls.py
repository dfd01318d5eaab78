"""Addresses of who will come, one list per audience."""

from django.urls import path

from events.registration.views import (
    change,
    coming,
    consent,
    consent_staff,
    editor,
    editor_timeslots,
    exports,
    imports,
    intake,
    line,
    lists,
    lottery,
    public,
    resident,
    staff,
    staff_lottery,
)

app_name = "registration"

# The same changes for the party and for the office.
CHANGES = {
    "contact": change.contact,
    "names": change.names,
    "add": change.add,
    "remove": change.remove,
    "move": change.to_another,
    "hand-over": change.to_family,
}

# Under the language prefix.
urlpatterns = [
    path("events/<slug:slug>/register/", public.register_party, name="register"),
    path("registration/<str:token>/", public.detail, name="detail"),
    path("registration/<str:token>/cancel/", public.cancel, name="cancel"),
    path("registration/<str:token>/coming/", coming.coming, name="coming"),
    path(
        "registration/<str:token>/calendar.ics",
        public.private_calendar,
        name="calendar",
    ),
    path(
        "registration/<str:token>/change/",
        change.by_link(change.hub, change.SAFE),
        name="change",
    ),
    *(
        path(
            f"registration/<str:token>/change/{name}/",
            change.by_link(view),
            name=f"change-{name}",
        )
        for name, view in CHANGES.items()
    ),
    path("registration/<str:token>/offer/", line.offer, name="offer"),
    path("events/<slug:slug>/line/", line.line, name="line"),
    path("events/<slug:slug>/lottery/", lottery.lottery, name="lottery"),
    path("consent/<str:token>/", consent.consent, name="consent"),
    path("events/<slug:slug>/lottery.json", lottery.proof, name="lottery-proof"),
    path("find/", public.find, name="find"),
    path("mine/", resident.mine, name="mine"),
]

# /staff/
staff_urls = [
    path(
        "events/<slug:slug>/registrations/", lists.registrations, name="registrations"
    ),
    path(
        "events/<slug:slug>/registrations/<str:receipt>/",
        staff.registration,
        name="registration",
    ),
    path(
        "events/<slug:slug>/registrations/<str:receipt>/cancel/",
        staff.cancel_registration,
        name="registration-cancel",
    ),
    path(
        "events/<slug:slug>/registrations/<str:receipt>/change/",
        change.by_staff(change.hub, change.SAFE),
        name="registration-change",
    ),
    *(
        path(
            f"events/<slug:slug>/registrations/<str:receipt>/change/{name}/",
            change.by_staff(view),
            name=f"registration-change-{name}",
        )
        for name, view in CHANGES.items()
    ),
    path(
        "events/<slug:slug>/registrations/<str:receipt>/reissue/",
        staff.reissue,
        name="ticket-reissue",
    ),
    path(
        "events/<slug:slug>/registrations/<str:receipt>/slip/",
        intake.slip,
        name="slip",
    ),
    path(
        "events/<slug:slug>/registrations/<str:receipt>/slip/handed-over/",
        intake.slip_handed_over,
        name="slip-handed-over",
    ),
    path("intake/", intake.intake, name="intake"),
    path("intake/<slug:slug>/<str:receipt>/", intake.intake_done, name="intake-done"),
    path(
        "intake/<slug:slug>/<str:receipt>/undo/",
        intake.intake_undo,
        name="intake-undo",
    ),
    path(
        "events/<slug:slug>/registrations/<str:receipt>/consent/",
        consent_staff.record_consent,
        name="consent-record",
    ),
    path(
        "events/<slug:slug>/registrations/<str:receipt>/consent/ask/",
        consent_staff.ask,
        name="consent-ask",
    ),
    path("events/<slug:slug>/consents/", consent_staff.consents, name="consents"),
    path(
        "events/<slug:slug>/registrations/<str:receipt>/note/",
        lists.write_staff_note,
        name="registration-note",
    ),
    path("events/<slug:slug>/bulk/cancel/", lists.cancel_many, name="bulk-cancel"),
    path("events/<slug:slug>/bulk/export/", exports.export_many, name="bulk-export"),
    path("events/<slug:slug>/bulk/<int:pk>/undo/", lists.undo_many, name="bulk-undo"),
    path(
        "events/<slug:slug>/reception-list/",
        lists.reception_list,
        name="reception-list",
    ),
    path("events/<slug:slug>/import/", imports.import_people, name="import"),
    path(
        "events/<slug:slug>/import/template.xlsx",
        imports.sample_xlsx,
        name="import-sample-xlsx",
    ),
    path(
        "events/<slug:slug>/import/template.csv",
        imports.sample_csv,
        name="import-sample-csv",
    ),
    path("events/<slug:slug>/cancel/", staff.cancel_whole_event, name="event-cancel"),
    path("events/<slug:slug>/lottery/", staff_lottery.lottery, name="lottery"),
    path(
        "events/<slug:slug>/lottery/freeze/",
        staff_lottery.freeze,
        name="lottery-freeze",
    ),
    path("events/<slug:slug>/lottery/draw/", staff_lottery.draw, name="lottery-draw"),
    path(
        "events/<slug:slug>/lottery/repeat/",
        staff_lottery.repeat,
        name="lottery-repeat",
    ),
    path(
        "events/<slug:slug>/lottery/decide/",
        staff_lottery.decide,
        name="lottery-decide",
    ),
    # The editor, where it meets registrations; the rest of it is programme's.
    path("events/<slug:slug>/edit/", editor.edit, name="event-edit"),
    path("events/<slug:slug>/edit/check/", editor.check, name="event-check"),
    path("events/<slug:slug>/unpublish/", editor.unpublish, name="event-unpublish"),
    path(
        "events/<slug:slug>/edit/timeslots/",
        editor_timeslots.timeslots,
        name="timeslots",
    ),
    path(
        "events/<slug:slug>/edit/timeslots/new/",
        editor_timeslots.new_timeslot,
        name="timeslot-new",
    ),
    path(
        "events/<slug:slug>/edit/timeslots/<int:timeslot_id>/",
        editor_timeslots.timeslot,
        name="timeslot-edit",
    ),
    path(
        "events/<slug:slug>/edit/timeslots/<int:timeslot_id>/open/",
        editor_timeslots.open_rest,
        name="timeslot-open",
    ),
    path(
        "events/<slug:slug>/edit/timeslots/<int:timeslot_id>/cancel/",
        editor_timeslots.cancel,
        name="timeslot-cancel",
    ),
    path(
        "events/<slug:slug>/edit/timeslots/<int:timeslot_id>/remove/",
        editor_timeslots.remove,
        name="timeslot-remove",
    ),
]
