"""What an address asks for, and what it may not ask for."""

import pytest
from tests.invitations.people import NATION, VESTLAND

from laerling.portals.checking import choices

ME = "5d1f3a52-58f0-4a8c-9d5c-0d8a3f2b7a11"


def read(given, scope=VESTLAND):
    return choices.read(given, scope, account_id=ME)


@pytest.mark.django_db
def test_address_says_which_findings():
    choice = read(
        {
            "feil": "email_missing",
            "alvor": "reduced",
            "status": "seen",
            "register": "vigo",
            "kontor": "312000015",
            "hos": "meg",
            "sok": " Kari ",
        }
    )

    assert choice.chosen.kind == "email_missing"
    assert choice.chosen.severity == "reduced"
    assert choice.chosen.status == "seen"
    assert choice.chosen.register == "vigo"
    assert choice.chosen.office == "312000015"
    assert choice.chosen.assigned == ME
    assert choice.chosen.search == "Kari"
    assert choice.query.startswith("?feil=email_missing&alvor=reduced")
    assert "hos=meg" in choice.query


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("feil", "tull"),
        ("alvor", "<script>"),
        ("status", "ferdig"),
        ("register", "'; drop table"),
        ("kontor", "12"),
        ("kontor", "٣١٢٠٠٠٠١٥"),
        ("hos", "alle"),
        ("sok", "\x00"),
    ],
)
def test_what_means_nothing_is_passed_over(name, value):
    choice = read({name: value})

    assert choice.query == ""
    assert not choice.narrows


@pytest.mark.django_db
def test_proved_mended_is_asked_for_as_a_status():
    choice = read({"status": "closed"})

    assert choice.chosen.closed
    assert choice.chosen.status == ""
    assert choice.query == "?status=closed"


@pytest.mark.django_db
def test_only_the_nation_chooses_a_county():
    assert read({"fylke": "46"}, NATION).scope.key == "county:46"
    assert read({"fylke": "46"}, NATION).scope.roles == NATION.roles
    assert read({"fylke": "99"}, NATION).scope is NATION
    assert read({"fylke": "03"}, VESTLAND).scope is VESTLAND


@pytest.mark.django_db
def test_searches_are_cut_at_a_sensible_length():
    assert len(read({"sok": "æ" * 500}).chosen.search) == 80
