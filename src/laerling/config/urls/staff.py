"""The staff site: signing in, who has access, checking, ordering, reporting, what has been done, the questions; and what providers call."""

from django.urls import include, path

urlpatterns = [
    path("", include("laerling.portals.shell.urls")),
    path("", include("laerling.portals.shell.staff_urls")),
    path("", include("laerling.portals.signin.urls")),
    path("", include("laerling.portals.accounts.urls")),
    path("", include("laerling.portals.checking.urls")),
    path("", include("laerling.portals.ordering.urls")),
    path("", include("laerling.portals.gathering.urls")),
    path("", include("laerling.portals.sheets.urls")),
    path("", include("laerling.portals.urn.urls")),
    path("", include("laerling.portals.reporting.urls")),
    path("", include("laerling.portals.history.urls")),
    path("", include("laerling.portals.questions.urls")),
    path("", include("laerling.portals.receipts.urls")),
]

handler400 = "laerling.portals.shell.errors.bad_request"
handler403 = "laerling.portals.shell.errors.forbidden"
handler404 = "laerling.portals.shell.errors.not_found"
handler500 = "laerling.portals.shell.errors.server_error"
