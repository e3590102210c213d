"""The reporting portal's addresses. They hold the whole choice, so that they can be sent to a colleague."""

from django.urls import path, register_converter

from laerling.portals.reporting.addresses import FileKind, UnitInAddress
from laerling.portals.reporting.views import (
    blocked,
    breakdown,
    compare,
    explain,
    files,
    findings,
    index,
    loss,
    overview,
    question,
    ready,
    theme,
    variation,
    ways,
    years,
)

register_converter(UnitInAddress, "unit")
register_converter(FileKind, "kind")

app_name = "reporting"
urlpatterns = [
    path("resultater/", overview.home, name="home"),
    path("resultater/vis/", ways.go, name="go"),
    path("resultater/<int:year>/<unit:of>/", overview.show, name="overview"),
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
    path("resultater/skjerming/stoppet/", blocked.show, name="blocked"),
    path("resultater/skjerming/<int:year>/stoppet.json", blocked.report, name="blocked-report"),
]

# Each page as a file, under the page's own address and with its own choice.
urlpatterns += [
    path("resultater/<int:year>/<unit:of>/rapport.<kind:kind>", files.overview, name="overview-file"),
    path("resultater/<int:year>/<unit:of>/indeks/<slug:item>/rapport.<kind:kind>", files.index, name="index-file"),
    path("resultater/<int:year>/<unit:of>/tema/<slug:page>/rapport.<kind:kind>", files.theme, name="theme-file"),
    path(
        "resultater/<int:year>/<unit:of>/sporsmal/<slug:item>/rapport.<kind:kind>", files.question, name="question-file"
    ),
    path("resultater/<int:year>/<unit:of>/fordelt/rapport.<kind:kind>", files.breakdown, name="breakdown-file"),
    path("resultater/<int:year>/<unit:of>/over-tid/rapport.<kind:kind>", files.years, name="years-file"),
    path("resultater/<int:year>/<unit:of>/sammenlign/rapport.<kind:kind>", files.compare, name="compare-file"),
    path("resultater/<int:year>/<unit:of>/regnet-om/rapport.<kind:kind>", files.regions, name="regions-file"),
    path("resultater/<int:year>/<unit:of>/variasjon/rapport.<kind:kind>", files.variation, name="variation-file"),
    path("resultater/<int:year>/<unit:of>/funn/rapport.<kind:kind>", files.findings, name="findings-file"),
    path("resultater/skjerming/rapport.<kind:kind>", loss.file, name="loss-file"),
    path("resultater/rapporter/", ready.index, name="ready"),
    path("resultater/<int:year>/<unit:of>/ferdig/<slug:form>.<kind:kind>", ready.report, name="ready-report"),
]
