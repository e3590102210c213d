"""Addresses that only the staff site has: choosing whom one acts for."""

from django.urls import path

from laerling.portals.shell import views

app_name = "unit"
urlpatterns = [path("enhet/", views.choose_unit, name="choose")]
