"""Addresses of the information sheets, on both sites."""

from django.urls import path

from laerling.portals.sheets import views

app_name = "sheets"
urlpatterns = [
    path("informasjon/", views.index, name="index"),
    path("informasjon/<slug:kind>-<slug:form>.pdf", views.paper, name="paper"),
]
