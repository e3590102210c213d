"""The ordering portal's addresses."""

from django.urls import path

from laerling.portals.ordering.views import dispatches, extracts, home, people, progress, steering

app_name = "ordering"
urlpatterns = [
    path("", home.home, name="home"),
    path("utvalg/", people.people, name="people"),
    path("utvalg/feil/", people.faults, name="faults"),
    path("uttrekk/", extracts.extracts, name="extracts"),
    path("uttrekk/nytt/", extracts.new, name="extracts-new"),
    path("uttrekk/<uuid:extract_id>/", extracts.show, name="extracts-show"),
    path("uttrekk/<uuid:extract_id>/les-inn/", extracts.accept, name="extracts-accept"),
    path("uttrekk/<uuid:extract_id>/kast/", extracts.discard, name="extracts-discard"),
    path("utsendelser/", dispatches.dispatches, name="dispatches"),
    path("utsendelser/ny/", dispatches.new, name="dispatches-new"),
    path("utsendelser/<uuid:dispatch_id>/", dispatches.show, name="dispatches-show"),
    path("utsendelser/<uuid:dispatch_id>/stopp/", dispatches.stop, name="dispatches-stop"),
    path("status/", progress.progress, name="progress"),
    path("styr/", steering.steer, name="steer"),
    path("styr/trekk/", steering.draw, name="steer-draw"),
    path("styr/urne/", steering.export, name="steer-export"),
    path("styr/urne/fil/", steering.urn, name="steer-urn"),
    path("styr/apnet/", steering.take_in_opened, name="steer-opened"),
    path("styr/demo/", steering.open_demo_urn, name="steer-demo"),
    path("styr/resultater/", steering.make_release, name="steer-release"),
]
