"""Addresses of the sign-in portal."""

from django.urls import include, path

from laerling.portals.signin.views import account, doors, entrance, factors, links, offices

_ours = [
    path("logg-inn/", entrance.sign_in, name="sign-in"),
    path("logg-inn/passnokkel/", entrance.passkey, name="passkey"),
    path("logg-inn/kontor/", entrance.office, name="office"),
    path("logg-inn/gjennom/<slug:door_id>/", doors.door, name="door"),
    path("logg-inn/gjennom/<slug:door_id>/svar/", doors.answer, name="door-answer"),
    path("logg-ut/", entrance.sign_out, name="sign-out"),
    path("logget-ut/", entrance.signed_out, name="signed-out"),
    path("okt/", entrance.session, name="session"),
    path("fortsett/", entrance.go_on, name="go-on"),
    path("glemt-passord/", links.forgotten, name="forgotten"),
    path("glemt-passord/sendt/", links.forgotten_sent, name="forgotten-sent"),
    path("lenke/", links.link, name="link"),
    path("lenke/<slug:token>/", links.follow, name="follow"),
    path("konto/", account.account, name="account"),
    path("konto/totrinn/", account.begin, name="begin"),
    path("konto/passord/", account.password, name="password"),
    path("konto/epost/", account.email, name="email"),
    path("konto/egen/", account.personal, name="personal"),
    path("konto/app/", factors.new_app, name="new-app"),
    path("konto/passnokkel/", factors.new_passkey, name="new-passkey"),
    path("konto/fjern/<int:factor_id>/", factors.remove, name="remove"),
    path("konto/gjennom/<slug:door_id>/", doors.connect, name="connect"),
    path("kontorbrev/", offices.offices, name="offices"),
    path("kontorbrev/brev/", offices.letters, name="letters"),
    path("kontorbrev/<uuid:sign_in_id>/slutt/", offices.revoke, name="revoke"),
]

# Pages under the names by which django-allauth leads to them. It has sixty addresses; these are those we have.
_librarys = [
    path("logg-inn/", entrance.sign_in, name="account_login"),
    path("logg-inn/kode/", entrance.code, name="mfa_authenticate"),
    path("konto/", account.account, name="mfa_index"),
    path("konto/koder/", factors.codes, name="mfa_view_recovery_codes"),
]
urlpatterns = [path("", include((_ours, "signin"))), *_librarys]
