"""What if: the directorate tries a rule; everything is in the address."""

import re

import pytest
from tests.portals.ordering.pages import n_queries, text

pytestmark = pytest.mark.django_db

OWN = {
    "uttrekk": "2026-final",
    "maneder": "11",
    "regel": "mer",
    "telt": "2026-10-01",
    "apner": "2026-10-15",
    "stenger": "2026-12-20",
}


@pytest.fixture
def nation(list_drawn, october, client_of):
    return client_of("nation")


def test_first_look_shows_the_rounds_own_rule(nation):
    shown = nation.get("/utvalg/hva-hvis/")

    assert "mer enn 11 måneder i lære 1. oktober 2026" in text(shown)
    assert 'value="2026-10-15"' in shown.content.decode()
    assert "trial" not in shown.context


def test_other_rule_is_told_per_county_and_by_name(nation):
    shown = nation.get("/utvalg/hva-hvis/", {**OWN, "regel": "minst"})

    trial = shown.context["trial"]
    assert (trial.n_before, len(trial.fell_out)) == (60, 0)
    assert len(trial.came_in) == trial.n_after - 60 > 0
    assert {line.reasons for line in shown.context["lines"]} == {("Har ikke vært lenge nok i lære 1. oktober",)}
    assert all(line.name for line in shown.context["lines"])


def test_links_of_the_result_hold_the_whole_choice(nation):
    shown = nation.get("/utvalg/hva-hvis/", {**OWN, "maneder": "24"})
    link = next(one for one in re.findall(r'href="(\?[^"]+)#people"', shown.content.decode()) if "fylke=" in one)

    narrowed = nation.get("/utvalg/hva-hvis/" + link.replace("&amp;", "&"))

    assert narrowed.context["trial"] == shown.context["trial"]
    assert narrowed.context["is_out"]
    assert {line.crossing.county_code for line in narrowed.context["lines"]} == {narrowed.context["county"]}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"telt": "2026-11-01"}, "kan ikke ligge etter første dag å svare"),
        ({"stenger": "2026-10-15"}, "siste dag å svare må komme etter den første"),
        ({"maneder": "99"}, "fra 0 til 60"),
        ({"maneder": "-1"}, "fra 0 til 60"),
        ({"stenger": "9999-12-31"}, "høyst 2 år fra"),
        ({"maneder": "elleve"}, "Måneder i lære:"),
        ({"maneder": "9" * 5000}, "Måneder i lære"),
        ({"telt": "32.13.2026"}, "Læretiden telles til:"),
        ({"regel": "tull"}, "Hvor lenge er lenge nok?"),
        ({"telt": ""}, "Må fylles ut."),
    ],
)
def test_impossible_rule_is_refused_in_one_sentence(nation, changes, sentence):
    shown = nation.get("/utvalg/hva-hvis/", {**OWN, **changes})

    assert shown.status_code == 422
    assert sentence in text(shown)
    assert "Hva regelen ville gjort" not in text(shown)


def test_rule_that_moves_nobody_says_so(nation):
    assert "Regelen flytter ingen" in text(nation.get("/utvalg/hva-hvis/", OWN))


def test_unknown_extract_is_the_newest_one(nation):
    shown = nation.get("/utvalg/hva-hvis/", {**OWN, "uttrekk": "1999-tull", "fylke": "99", "page": "tull"})

    assert (shown.context["year"], shown.context["stage"], shown.context["county"]) == (2026, "final", "")


def test_without_an_extract_the_page_says_what_to_do(october, client_of):
    assert "Det er ikke noe uttrekk å prøve på" in text(client_of("nation").get("/utvalg/hva-hvis/"))


def test_counties_and_offices_see_nothing_of_it(list_drawn, october, vestland, byggopp):
    for client in (vestland, byggopp):
        assert client.get("/utvalg/hva-hvis/", OWN).status_code == 404
        assert "hva-hvis" not in client.get("/utvalg/").content.decode()


def test_page_asks_as_little_for_a_rule_that_moves_many(nation):
    addresses = [
        f"/utvalg/hva-hvis/?maneder={n}&regel=mer&telt=2026-10-01&apner=2026-10-15&stenger=2026-12-20" for n in (10, 1)
    ]

    assert len({n_queries(nation, address) for address in addresses}) == 1
