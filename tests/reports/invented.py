"""Releases written as they are to stand, row by row, for tests of what is read from them."""

import uuid

from tests.release.population import BIG, MIDDLE, OTHER, SMALL

from laerling.organisations import actions as organisations
from laerling.organisations.queries import OfficeRow
from laerling.questionnaire import queries as questionnaires
from laerling.release.models import Release, ReleasedGroup, ReleasedLabel
from laerling.rounds.models import Round

TABLES = ("", "county", "office", "establishment", "programme", "trade", "county*programme", "county*trade")
# Offices of Vestland beside those of the population: alike, and many enough to tell how offices vary.
ALIKE = tuple(f"31234568{k}" for k in range(8))
SHOP, YARD = "399999991", "399999992"
NAMES = {BIG: "Opplæringskontoret Fjordbygg", MIDDLE: "Opplæringskontoret Vestmat", SMALL: "Opplæringskontoret Lite"}
NAMES |= {code: f"Opplæringskontoret {name}" for code, name in zip(ALIKE, "ABCDEFGH", strict=True)}
NAMES[OTHER] = "Opplæringskontoret Sør"
LABELS = {
    "county": {"46": ("Vestland", []), "11": ("Rogaland", []), "03": ("Oslo", []), "50": ("Trøndelag", [])},
    "office": {code: (name, ["county:11" if code == OTHER else "county:46"]) for code, name in NAMES.items()},
    "establishment": {
        SHOP: ("Butikken", ["county:46", f"office:{BIG}"]),
        YARD: ("Verftet", ["county:46", f"office:{BIG}"]),
    },
    "programme": {"BA": ("Bygg- og anleggsteknikk", []), "RM": ("Restaurant- og matfag", [])},
    "trade": {
        "TOM": ("Tømrer", ["programme:BA"]),
        "MUR": ("Murer", ["programme:BA"]),
        "KOK": ("Kokk", ["programme:RM"]),
        "BAK": ("Baker", ["programme:RM"]),
    },
}
HURT = {"bullied": [[18, 30], [4, 7], [4, 7], [4, 7], [0, 3]]}


def register(by, now, names=None):
    """Put the offices in their table, some of them by another name."""
    known = NAMES | (names or {})
    rows = [OfficeRow(code, name, "11" if code == OTHER else "46", active=True) for code, name in known.items()]
    organisations.register_offices(rows, by=by, now=now)


def index(mean, n=40, sd=0.7):
    """An index as released."""
    return {"n": n, "mean": mean, "sd": sd}


def figures(mean=4.0, n=40, invited=60, bands=None, sd=0.7, **indices):
    """A group's figures: every index alike but those named, a question, and how many answered."""
    codes = [one.code for one in questionnaires.published("apprentice-2026").indices]
    found = {code: index(mean, n, sd) for code in codes} | {
        code: index(value, n, sd) for code, value in indices.items()
    }
    found["answered"] = {"n": invited, "counts": [n, invited - n]}
    found["thriving"] = {"n": n, "counts": [1, 3, n - 14, 6, 4]}
    calm = {"bullied": [[n - 12, n], [0, 3], [0, 3], [0, 3], [0, 3]]}
    return found | {item: {"n": n, "bands": each} for item, each in (calm if bands is None else bands).items()}


def nation():
    """Every group of an ordinary release: (table, key) → figures, None where hidden."""
    groups = {("", ()): figures(n=900, invited=1500)}
    groups |= {("county", (code,)): figures(n=200, invited=330) for code in LABELS["county"]}
    groups |= {("office", (code,)): figures() for code in NAMES}
    groups[("office", (SMALL,))] = None
    groups[("office", ("",))] = figures(n=200, invited=330)
    groups |= {("establishment", (SHOP,)): figures(n=12, invited=20, bands={}), ("establishment", (YARD,)): None}
    groups |= {("programme", (code,)): figures(n=400, invited=700) for code in LABELS["programme"]}
    groups |= {("trade", (code,)): figures(n=150, invited=300) for code in LABELS["trade"]}
    groups |= {("county*programme", ("46", code)): figures(n=90, invited=160) for code in LABELS["programme"]}
    groups[("county*programme", ("11", "BA"))] = figures(n=90, invited=160)
    groups |= {("county*trade", ("46", code)): figures(n=40, invited=60) for code in ("TOM", "MUR", "KOK")}
    groups[("county*trade", ("46", "BAK"))] = None
    return groups


def release(year, groups, *, questionnaire="apprentice-2026", report=None, results_at=None):
    """Write a round's release, and the round where there is none."""
    if not Round.objects.filter(year=year).exists():
        row = Round.objects.get(year=2026)
        back = 2026 - year
        for name in ("preliminary_extract_on", "check_starts_on", "final_extract_on", "opens_on", "closes_on"):
            setattr(row, name, getattr(row, name).replace(year=year))
        for name in ("corrections_due_at", "results_at"):
            setattr(row, name, getattr(row, name).replace(year=getattr(row, name).year - back))
        row.year, row.name, row.questionnaire = year, f"Lærlingundersøkelsen {year}", questionnaire
        row.save(force_insert=True)
    if results_at:
        Round.objects.filter(year=year).update(results_at=results_at)
    made = uuid.uuid4()
    ReleasedGroup.objects.bulk_create(
        ReleasedGroup(release_id=made, table=table, key=list(key), shown=each is not None, figures=each or {})
        for (table, key), each in groups.items()
    )
    ReleasedLabel.objects.bulk_create(
        ReleasedLabel(release_id=made, dimension=dimension, code=code, name=name, parents=parents)
        for dimension, codes in LABELS.items()
        for code, (name, parents) in codes.items()
    )
    asked = questionnaires.published(questionnaire)
    Release.objects.create(
        id=made,
        round_id=year,
        source="urn",
        made_at=Round.objects.get(year=year).results_at,
        made_by="system:",
        rules={"version": "1", "minimum": 5, "sensitive_minimum": 10, "questionnaire": questionnaire},
        plan=_plan(asked),
        report=report or {},
        content_hash=made.hex * 2,
        n_answered=900,
    )
    return made


def _plan(asked):
    items = [{"code": "answered", "kind": "answered", "categories": 2}]
    items += [
        {"code": one.code, "kind": "question", "categories": len(one.options), "sensitive": one.sensitive}
        for one in asked.questions
    ]
    items += [{"code": one.code, "kind": "index", "categories": 0} for one in asked.indices]
    return {
        "dimensions": ["county", "office", "establishment", "programme", "trade"],
        "tables": list(TABLES),
        "items": items,
    }
