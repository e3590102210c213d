"""The reporting portal's addresses. They hold the whole choice, so that they can be sent to a colleague."""

from django.urls import path, register_converter

from laerling.portals.reporting.addresses import UnitInAddress
from laerling.portals.reporting.views import files, overview, theme

register_converter(UnitInAddress, "unit")

app_name = "reporting"
urlpatterns = [
    path("resultater/", overview.home, name="home"),
    path("resultater/<int:year>/<unit:of>/", overview.show, name="overview"),
    path("resultater/<int:year>/<unit:of>/oversikt.csv", files.as_csv, name="overview-csv"),
    path("resultater/<int:year>/<unit:of>/oversikt.xlsx", files.as_xlsx, name="overview-xlsx"),
    path("resultater/<int:year>/<unit:of>/tema/<slug:page>/", theme.show, name="theme"),
]
