"""The urn portal's addresses."""

from django.urls import path

from laerling.portals.urn import views

app_name = "urn"
urlpatterns = [
    path("urne/", views.ceremony, name="ceremony"),
    path("urne/oving/", views.rehearse, name="rehearse"),
    path("urne/nokkelhaver/", views.hand_in, name="holder"),
    path("urne/utfordring/", views.challenge, name="challenge"),
    path("urne/utfordring/fil/", views.challenge_file, name="challenge-file"),
    path("urne/bevis/", views.prove, name="prove"),
    path("urne/odelagt/", views.destroyed, name="destroyed"),
    path("urne/protokoll/", views.protocol, name="protocol"),
    path("urne/rapport/", views.report, name="report"),
    path("urne/kunngjort/", views.published, name="published"),
]
