"""Every page that a browser can open, and who may open it.

`test_every_address_is_a_page_or_known_not_to_be` fails when a new one is missing here.
"""

LANGUAGES = ("", "/en", "/ja-easy")

# In three languages, without a login. Kept: a link that only the demo's rows tell.
PUBLIC = {
    "home": "/",
    "privacy": "/privacy/",
    "accessibility": "/accessibility/",
    "programme:programme": "/programmes/legacy-talks/",
    "programme:event": "/events/talks-today/",
    "registration:register": "/events/talks-today/register/",
    "registration:detail": "/registration/cut-off/",
    "registration:find": "/find/",
    "network:cities": "/network/",
    "account_login": "/accounts/login/",
    "account_signup": "/accounts/signup/",
    "account_request_login_code": "/accounts/login/code/",
    "account_reset_password": "/accounts/password/reset/",
    "account_reset_password_done": "/accounts/password/reset/done/",
    "account_inactive": "/accounts/inactive/",
    "account_reset_password_from_key_done": "/accounts/password/reset/key/done/",
    "account_reset_password_from_key": "/accounts/password/reset/key/1-set-password/",
    "404": "/no-such-page/",
}
# States of events that a visitor meets: full, cancelled, not yet open, over.
STATES = {
    "full": "/events/talks-full/",
    "narrowed": "/?way=open",
}
DEMO = {
    "demo:index": "/demo/",
    "demo:enter": "/demo/enter/staff/",
    "demo:enter-door": "/demo/enter/door/",
    "demo:mails": "/demo/mail/",
}
STAFF = {
    "staff:calendar": "/staff/",
    "staff:event": "/staff/events/talks-today/",
    "staff:event-live": "/staff/events/talks-today/live/",
    "staff:registrations": "/staff/events/talks-today/registrations/",
    "staff:event-cancel": "/staff/events/talks-today/cancel/",
    "staff:letters": "/staff/letters/",
}
