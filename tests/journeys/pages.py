"""Every page that a browser can open, by the name of its address.

`test_no_page_is_forgotten` compares these names with docs/access-matrix.toml.
"""

LANGUAGES = ("", "/en", "/ja-easy")

# In three languages, without a login.
PUBLIC = {
    "home": "/",
    "privacy": "/privacy/",
    "accessibility": "/accessibility/",
    "programme:programme": "/programmes/legacy-talks/",
    "programme:event": "/events/talks/",
    "registration:register": "/events/talks/register/",
    "registration:detail": "/registration/cut-off/",
    "registration:line": "/events/full-talk/line/",
    "registration:find": "/find/",
    "registration:lottery": "/events/lottery-drawn/lottery/?number=3",
    "network:cities": "/network/",
    "account_login": "/accounts/login/",
    "account_signup": "/accounts/signup/",
    "account_request_login_code": "/accounts/login/code/",
    "account_reset_password": "/accounts/password/reset/",
    "account_reset_password_done": "/accounts/password/reset/done/",
    "account_inactive": "/accounts/inactive/",
    "account_reset_password_from_key": "/accounts/password/reset/key/1-set-password/",
    "account_reset_password_from_key_done": "/accounts/password/reset/key/done/",
    "404": "/no-such-page/",
}
# What a visitor may meet besides: full, cancelled, not open yet, nothing to register.
STATES = [
    "/events/full-talk/",
    "/events/full-talk/register/",
    "/events/rest-to-walk-ins/",
    "/events/cancelled-talk/",
    "/events/exhibition/",
    "/events/peace-day/",
    "/events/peace-day/register/",
    "/events/bus-tour/",
    "/events/bus-tour/register/",
    "/events/not-yet-open/register/",
    "/events/lottery-talk/",
    "/events/lottery-talk/register/",
    "/events/lottery-talk/lottery/",
    "/?programme=no-such&way=free",
]
DEMO = {
    "demo:index": "/demo/",
    "demo:enter": "/demo/enter/staff/",
    "demo:enter-door": "/demo/enter/door/",
    "demo:mails": "/demo/mail/",
}
STAFF = {
    "staff:calendar": "/staff/",
    "staff:event": "/staff/events/talks-today/",
    "staff:registrations": "/staff/events/talks-today/registrations/",
    "staff:consents": "/staff/events/bus-tour/consents/",
    "staff:reception-list": "/staff/events/talks-today/reception-list/",
    "staff:import": "/staff/events/talks/import/",
    "staff:event-cancel": "/staff/events/talks-today/cancel/",
    "staff:letters": "/staff/letters/",
    "staff:intake": "/staff/intake/",
    "staff:calls": "/staff/calls/",
    "staff:post-queue": "/staff/post/",
    "staff:post-slips": "/staff/post/slips/",
    "staff:lottery": "/staff/events/lottery-drawn/lottery/",
    "staff:lottery-repeat": "/staff/events/lottery-drawn/lottery/repeat/",
}
_CHANGES = ("", "-contact", "-names", "-add", "-remove", "-move", "-hand-over")
# Opened by a test of their own, on the way of somebody.
ON_THE_WAY = {
    *(f"registration:change{change}" for change in _CHANGES),
    *(f"staff:registration-change{change}" for change in _CHANGES),
    "registration:cancel",
    "registration:consent",
    "registration:mine",
    "registration:offer",
    "scanner",
    "staff:registration",
    "staff:letter",
    "staff:intake-done",
    "staff:slip",
    "demo:mail",
    "account_logout",
    "account_email",
    "account_set_password",
    "account_change_password",
    "account_reauthenticate",
    "account_confirm_login_code",
    "account_email_verification_sent",
    "usersessions_list",
    "mfa_index",
    "mfa_authenticate",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
}
# No page: a file, a fragment, JSON, or a step that only leads on.
NO_PAGE = {
    "feeds:calendar",
    "feeds:event-calendar",
    "registration:calendar",
    "registration:lottery-proof",
    "demo:mail-part",
    "mfa_download_recovery_codes",
    "scanner-timeslots",
    "scanner-manifest",
    "staff:event-live",
    "staff:import-sample-xlsx",
    "staff:import-sample-csv",
    "healthz",
    "readyz",
    "home_by_role",
    "mfa_login_webauthn",
}
# Needs a passkey; tests/accounts opens them with one that is made up.
WITH_A_PASSKEY = {
    "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn",
    "mfa_edit_webauthn",
}
