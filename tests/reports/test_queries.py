"""Reports hold what was released, for those who may see it, once the results are out."""

from datetime import timedelta

import pytest
from tests.release.population import ACROSS, BIG, OTHER, SMALL

from laerling.access.policy import whole
from laerling.release import queries as release
from laerling.reports import queries
from laerling.reports.types import Answered, Distribution, Figure, Unit

pytestmark = pytest.mark.django_db

NATION = "Hele landet"
VESTLAND = Unit("county", "46", "Vestland")
DIRECTORATE = whole("nation", "", "Utdanningsdirektoratet")
COUNTY = whole("county", "46", "Vestland")
OFFICE = whole("office", BIG, "Opplæringskontoret Fjordbygg")


def overview(of, now):
    facts = queries.facts_of(2026, now)
    return queries.overview(facts=facts, units=queries.compared(of, facts, nation=NATION), language="nb")


def theme(of, page, now, language="nb"):
    facts = queries.facts_of(2026, now)
    return queries.theme(facts=facts, units=queries.compared(of, facts, nation=NATION), page=page, language=language)


@pytest.mark.parametrize(
    ("scope", "seen", "foreign"),
    [
        (DIRECTORATE, [("nation", ""), ("county", "11"), ("county", "46"), ("office", OTHER)], []),
        (
            COUNTY,
            [("nation", ""), ("county", "46"), ("office", BIG)],
            [("county", "11"), ("office", OTHER), ("office", ACROSS)],
        ),
        (OFFICE, [("nation", ""), ("county", "46"), ("office", BIG)], [("county", "11"), ("office", SMALL)]),
    ],
)
def test_scope_sees_its_own_and_what_it_is_compared_with(out, scope, seen, foreign):
    assert [queries.unit(scope, *of, nation=NATION).key for of in seen] == seen
    assert [queries.unit(scope, *of, nation=NATION) for of in foreign] == [None] * len(foreign)


@pytest.mark.parametrize("of", [("county", "99"), ("office", "399999999"), ("nation", "46"), ("planet", "")])
def test_unit_that_does_not_exist_is_not_seen(out, of):
    assert queries.unit(DIRECTORATE, *of, nation=NATION) is None


def test_nothing_is_shown_before_the_results_are_out(out):
    before = out - timedelta(seconds=1)
    assert queries.facts_of(2026, before) is None
    assert queries.years(before) == ()


def test_overview_sets_a_unit_beside_county_and_nation(out):
    found = overview(Unit("office", BIG, "Opplæringskontoret Fjordbygg"), out)
    assert [unit.key for unit in found.units] == [("office", BIG), ("county", "46"), ("nation", "")]
    assert found.answered[0] == Answered(shown=True, n=60, n_invited=75, pct=80.0)
    facts = release.released(2026, out)
    cells = release.cells(facts, [("office", BIG)])["office", BIG]
    for line in found.indices:
        cell = cells.get(line.code)
        own = line.figures[0]
        assert (own.shown, own.n, own.mean) == (cell.shown, cell.n, cell.mean)


def test_hidden_office_shows_no_figure_at_all(out):
    small = Unit("office", SMALL, "Opplæringskontoret Lite")
    found = overview(small, out)
    assert found.answered[0] == Answered(shown=False)
    assert {line.figures[0] for line in found.indices} == {Figure(shown=False)}
    assert {question.rows[0] for question in theme(small, "wellbeing", out).questions} == {Distribution(shown=False)}
    assert found.hides_something


def test_distribution_follows_the_order_of_the_options(out):
    question = theme(VESTLAND, "wellbeing", out).questions[0]
    cell = release.cells(release.released(2026, out), [("county", "46")])["county", "46"].get(question.code)
    # The question's options are shown from 5 down; the release counts from 1 up.
    assert question.rows[0].pct == tuple(100 * count / cell.n for count in reversed(cell.counts))
    assert [option.ink for option in question.options] == ["good-5", "good-4", "good-3", "good-2", "good-1"]
    assert sum(question.rows[0].pct) == pytest.approx(100)


def test_theme_is_written_in_the_readers_language(out):
    assert (
        theme(VESTLAND, "wellbeing", out, language="nn").questions[0].text
        != theme(VESTLAND, "wellbeing", out, language="en").questions[0].text
    )


def test_themes_lead_to_one_another(out):
    codes = [link.code for link in overview(VESTLAND, out).themes]
    walked = []
    code = codes[0]
    while code:
        found = theme(VESTLAND, code, out)
        walked.append(code)
        code = found.next.code if found.next else None
    assert walked == codes


def test_unknown_theme_is_an_error_of_the_address(out):
    with pytest.raises(KeyError):
        theme(VESTLAND, "nothing", out)


def test_units_below_stand_by_name(out):
    facts = queries.facts_of(2026, out)
    below = queries.units_below(facts=facts, of=VESTLAND)
    assert [(line.unit.name, line.answered.n) for line in below] == [
        ("Opplæringskontoret Fjordbygg", 60),
        ("Opplæringskontoret Lite", None),
        ("Opplæringskontoret Vestmat", 24),
    ]
    counties = queries.units_below(facts=facts, of=Unit("nation", "", NATION))
    assert [line.unit.name for line in counties] == ["Rogaland", "Vestland"]


def test_overview_costs_the_same_few_queries_for_every_unit(out, django_assert_max_num_queries):
    for of in (Unit("nation", "", NATION), VESTLAND, Unit("office", BIG, "x")):
        with django_assert_max_num_queries(6):
            overview(of, out)
