"""The reporting portal's addresses. They hold the whole choice, so that they can be sent to a colleague."""

from django.urls import path, register_converter

from laerling.portals.reporting.addresses import UnitInAddress
from laerling.portals.reporting.views import (
    breakdown,
    compare,
    explain,
    files,
    findings,
    index,
    loss,
    overview,
    question,
    theme,
    variation,
    ways,
    years,
)

register_converter(UnitInAddress, "unit")

app_name = "reporting"
urlpatterns = [
    path("resultater/", overview.home, name="home"),
    path("resultater/vis/", ways.go, name="go"),
    path("resultater/<int:year>/<unit:of>/", overview.show, name="overview"),
    path("resultater/<int:year>/<unit:of>/oversikt.csv", files.as_csv, name="overview-csv"),
    path("resultater/<int:year>/<unit:of>/oversikt.xlsx", files.as_xlsx, name="overview-xlsx"),
    path("resultater/<int:year>/<unit:of>/indeks/<slug:item>/", index.show, name="index"),
    path("resultater/<int:year>/<unit:of>/tema/", theme.themes, name="themes"),
    path("resultater/<int:year>/<unit:of>/tema/<slug:page>/", theme.show, name="theme"),
    path("resultater/<int:year>/<unit:of>/sporsmal/<slug:item>/", question.show, name="question"),
    path("resultater/<int:year>/<unit:of>/fordelt/", breakdown.show, name="breakdown"),
    path("resultater/<int:year>/<unit:of>/over-tid/", years.show, name="years"),
    path("resultater/<int:year>/<unit:of>/regnet-om/", years.regions, name="regions"),
    path("resultater/<int:year>/<unit:of>/sammenlign/", compare.show, name="compare"),
    path("resultater/<int:year>/<unit:of>/variasjon/", variation.show, name="variation"),
    path("resultater/<int:year>/<unit:of>/funn/", findings.show, name="findings"),
    path("resultater/<int:year>/<unit:of>/hvorfor/<slug:item>/", explain.show, name="explain"),
    path("resultater/skjerming/", loss.show, name="loss"),
    path("resultater/skjerming/<int:year>/rapport.json", loss.report, name="loss-report"),
]
