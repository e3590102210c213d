"""The staff site's addresses: ordering, reporting, signing in."""

from importlib.util import find_spec as _f

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(m))
    for m in (
        "laerling.portals.shell.urls",
        "laerling.portals.shell.staff_urls",
        "laerling.portals.signin.urls",
        "laerling.portals.ordering.urls",
        "laerling.portals.reporting.urls",
    )
    if _f(m.rsplit(".", 1)[0]) and _f(m)
]

handler400 = "laerling.portals.shell.errors.bad_request"
handler403 = "laerling.portals.shell.errors.forbidden"
handler404 = "laerling.portals.shell.errors.not_found"
handler500 = "laerling.portals.shell.errors.server_error"
