"""Fourteen rounds of released figures, as large as the country's, made up and written by COPY: what pages are measured on.

Nothing here was answered by anybody, and nothing was protected: which groups are shown is decided by their size alone.
"""

import json
import random
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime

YEARS = range(2012, 2026)
N_OFFICES, N_ESTABLISHMENTS, N_TRADES = 280, 3000, 150
PROGRAMMES = ("Bygg- og anleggsteknikk", "Elektro og datateknologi", "Helse- og oppvekstfag", "Naturbruk",
              "Restaurant- og matfag", "Salg, service og reiseliv", "Teknologi- og industrifag")  # fmt: skip
OFFICES = tuple(f"3{n:08d}" for n in range(1, N_OFFICES + 1))
ESTABLISHMENTS = tuple(f"4{n:08d}" for n in range(1, N_ESTABLISHMENTS + 1))
TRADES = tuple(f"Fag {n:03d}" for n in range(1, N_TRADES + 1))
FEW = 15
_VARIANTS = 40
_SIZES = (16, 40, 120, 600, 3000, 13000)


def fill(seed: int = 14) -> None:
    """Write rounds, offices, and a release for each round."""
    from django.db import transaction  # noqa: PLC0415  once Django is up

    from laerling.kernel.types import SYSTEM  # noqa: PLC0415
    from laerling.organisations import actions as organisations  # noqa: PLC0415
    from laerling.organisations.queries import OfficeRow, counties_on  # noqa: PLC0415
    from laerling.questionnaire import queries as questionnaires  # noqa: PLC0415
    from laerling.rounds import actions as rounds  # noqa: PLC0415

    now = datetime(2026, 2, 1, tzinfo=UTC)
    rng = random.Random(seed)  # noqa: S311  figures of a measurement
    today = [county.code for county in counties_on(date(2026, 1, 1))]
    offices = [
        OfficeRow(orgnr, f"Opplæringskontoret {orgnr[-3:]}", today[place % len(today)], active=True)
        for place, orgnr in enumerate(OFFICES)
    ]
    organisations.register_offices(offices, by=SYSTEM, now=now)
    for year in YEARS:
        version = questionnaires.held_in("apprentice", year)
        rounds.ensure_standard_round(year=year, questionnaire=version.code, by=SYSTEM, now=now)
        counties = [county.code for county in counties_on(date(year, 11, 1))]
        with transaction.atomic():
            _release(year, version, counties, rng)


def _release(year, version, counties, rng):  # noqa: ANN001, ANN202
    from laerling.kernel.db import copy_in  # noqa: PLC0415
    from laerling.release.models import Release  # noqa: PLC0415

    release = uuid.uuid4()
    figures = {size: [_figures(version, size, rng) for _ in range(_VARIANTS)] for size in _SIZES}
    groups = (
        (release, table, list(key), 1, size >= FEW, False, rng.choice(figures[_near(size)]) if size >= FEW else "{}")
        for table, key, size in _groups(counties, rng)
    )
    names = ("release_id", "table", "key", "rounds", "shown", "few", "figures")
    copy_in("release_releasedgroup", names, groups)
    labels = ((release, *label) for label in _labels(counties))
    copy_in("release_releasedlabel", ("release_id", "dimension", "code", "name", "parents"), labels)
    tables = ["", "county", "office", "establishment", "programme", "trade", "gender", "kind", *_PAIRS]
    items = [{"code": "answered", "kind": "answered", "categories": 2}]
    items += [
        {"code": one.code, "kind": "question", "categories": len(one.options), "sensitive": one.sensitive}
        for one in version.questions
    ]
    items += [{"code": one.code, "kind": "index", "categories": 0, "parts": list(one.items)} for one in version.indices]
    Release.objects.create(
        id=release,
        round_id=year,
        source="history",
        made_at=datetime(year + 1, 1, 1, tzinfo=UTC),
        made_by="system:bench",
        rules={"version": "bench", "minimum": 5, "sensitive_minimum": 10, "questionnaire": version.code},
        plan={"dimensions": list(_DIMENSIONS), "tables": tables, "items": items},
        content_hash=uuid.uuid4().hex * 2,
        n_answered=13000,
    )


_PAIRS = ("county*office", "county*programme", "county*trade", "county*gender", "county*kind", "office*programme",
          "office*gender")  # fmt: skip
_DIMENSIONS = ("county", "office", "establishment", "programme", "trade", "gender", "kind")


def _groups(counties, rng) -> Iterator[tuple[str, tuple[str, ...], int]]:  # noqa: ANN001
    """Yield every group with how many answered in it."""
    ones = {
        "county": (counties, 900), "office": (OFFICES, 45), "establishment": (ESTABLISHMENTS, 5),
        "programme": (PROGRAMMES, 1900), "trade": (TRADES, 90), "gender": (("K", "M"), 6500), "kind": (("L", "O"), 6500),
    }  # fmt: skip
    yield "", (), 13000
    for table, (codes, size) in ones.items():
        for code in codes:
            yield table, (code,), int(rng.expovariate(1 / size)) + 1
    for table in _PAIRS:
        first, second = table.split("*")
        spread = {"programme": 7, "trade": 60, "gender": 2, "kind": 2, "office": 20}[second]
        for code in ones[first][0]:
            for other in ones[second][0]:
                if second == "office" and hash_of(other, len(counties)) != counties.index(code):
                    continue
                yield table, (code, other), int(rng.expovariate(spread / ones[first][1]))


def hash_of(orgnr: str, n: int) -> int:
    """Return a number below `n` that a unit always has."""
    return int(orgnr[1:]) % n


def _labels(counties) -> Iterator[tuple[str, str, str, list[str]]]:  # noqa: ANN001
    for code in counties:
        yield "county", code, f"Fylke {code}", []
    for orgnr in OFFICES:
        yield "office", orgnr, f"Opplæringskontoret {orgnr[-3:]}", [f"county:{counties[hash_of(orgnr, len(counties))]}"]
    for orgnr in ESTABLISHMENTS:
        office = OFFICES[hash_of(orgnr, N_OFFICES)]
        county = counties[hash_of(office, len(counties))]
        yield "establishment", orgnr, f"Bedrift {orgnr[-4:]}", [f"county:{county}", f"office:{office}"]
    for name in (*PROGRAMMES, *TRADES):
        yield "programme" if name in PROGRAMMES else "trade", name, name, []


def _figures(version, size, rng) -> str:  # noqa: ANN001
    """Return the figures of a group of about `size`, as the release has them."""
    n_invited = round(size * rng.uniform(1.4, 2.1))
    found = {"answered": {"n": n_invited, "counts": [size, n_invited - size]}}
    for question in version.questions:
        n = round(size * rng.uniform(0.9, 1))
        counts = _counts(n, len(question.options), rng)
        if question.sensitive:
            found[question.code] = {"n": n, "bands": [[count // 4 * 4, count // 4 * 4 + 3] for count in counts]}
        else:
            found[question.code] = {"n": n, "counts": counts}
    for index in version.indices:
        found[index.code] = {"n": size, "mean": rng.uniform(3, 4.6), "sd": rng.uniform(0.5, 1)}
    return json.dumps(found, separators=(",", ":"))


def _counts(n, k, rng) -> list[int]:  # noqa: ANN001
    weights = [rng.random() + 0.02 for _ in range(k)]
    counts = [int(n * weight / sum(weights)) for weight in weights]
    counts[0] += n - sum(counts)
    return counts


def _near(size: int) -> int:
    return min(_SIZES, key=lambda one: abs(one - size))
