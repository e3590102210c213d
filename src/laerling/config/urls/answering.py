"""The answering site."""

from django.urls import include, path

urlpatterns = [
    path("", include("laerling.portals.shell.urls")),
    path("", include("laerling.portals.sheets.urls")),
    path("", include("laerling.portals.answering.urls")),
]

handler400 = "laerling.portals.shell.errors.bad_request"
handler403 = "laerling.portals.shell.errors.forbidden"
handler404 = "laerling.portals.shell.errors.not_found"
handler500 = "laerling.portals.shell.errors.server_error"
