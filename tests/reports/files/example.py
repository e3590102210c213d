"""A small report made by hand: a county beside the nation, one question, an index, and an office of which nothing is shown."""

from datetime import UTC, datetime

from laerling.reports.files.document import Chart, Line, Number, Report, Section, Source, Table, Text
from laerling.reports.types import Stamp, Unit

VESTLAND, NATION = Unit("county", "46", "Vestland"), Unit("nation", "", "Hele landet")
LITE = Unit("office", "312345672", "=Kontoret Lite")
STAMP = Stamp(2026, datetime(2026, 12, 28, 9, 30, tzinfo=UTC), "30db525b", 5, 10)
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" class="chart-svg" role="img" viewBox="0 0 720 60">'
    "<title>Trives du?</title><desc>Vestland: Ja 42 %.</desc>"
    '<rect class="fill-good-5 stroke-ground" x="2" y="20" width="300" height="28"/>'
    '<text class="fill-on-good-5" x="100" y="40">42 %</text><text class="fill-text" x="2" y="14">Vestland</text></svg>'
)


def share(unit, answer, value, n, high=None):
    return Number("percent", value, high, Source(2026, unit, "Trives du?", answer=answer, n=n))


def mean(unit, value, n):
    return Number("mean", value, source=Source(2026, unit, "Motivasjon", n=n))


def report(form="nb", title="Resultater"):
    chart = Chart(
        "bars",
        "Trives du?",
        ("Vestland", "=Kontoret Lite"),
        (
            Line("Ja", "good-5", (Number("percent", 42.4), Number("percent", None))),
            Line("Nei", "good-1", (Number("percent", 57.6), Number("percent", None))),
        ),
        "Vestland: Ja 42 %, Nei 58 %. Kontoret Lite: * (skjermet).",
        DRAWING,
    )
    shares = Table(
        "Trives du?",
        ("Svar", "Vestland", "=Kontoret Lite"),
        (
            ("Ja", share(VESTLAND, "Ja", 42.4, 1204), share(LITE, "Ja", None, None)),
            ("Nei", share(VESTLAND, "Nei", 57.6, 1204), share(LITE, "Nei", None, None)),
            ("Antall svar", Number("people", 1204), Number("people", None)),
        ),
        totals=1,
    )
    indices = Table(
        "Indekser",
        ("Indeks", "Vestland", "Vestland"),
        (("Motivasjon", mean(VESTLAND, 3.8499, 120), mean(NATION, 3.0, 9000)),),
    )
    sensitive = Table("Mobbing", ("Svar", "Vestland"), (("Aldri", share(VESTLAND, "Aldri", 90.4, 30, high=100.0)),))
    return Report(
        "overview",
        title,
        VESTLAND,
        form,
        STAMP,
        (
            Section("Indekser", (indices,)),
            Section("Trives du?", (Text(("Bare noen fikk spørsmålet.",)), chart, shares)),
            Section("Mobbing", (sensitive,), level=2),
        ),
        ("* betyr at tallet er skjermet.", "Små forskjeller kan være tilfeldige."),
    )
