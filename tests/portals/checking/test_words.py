"""Every code of `register` has its words."""

import pytest
from django.utils.translation import override

from laerling.portals.checking import words
from laerling.register.rules import findings as rules


@pytest.mark.parametrize("kind", rules.KINDS)
@pytest.mark.parametrize("language", ["nb", "nn"])
def test_every_kind_has_a_label_a_meaning_and_a_first_step(kind, language):
    with override(language):
        assert words.label(kind) != kind
        assert words.meaning(kind).endswith(".")
        assert words.how(kind, "Epost").endswith(".")


def test_words_are_of_the_stations_own_codes_only():
    assert set(words.FINDINGS) == set(rules.KINDS)
    assert list(words.SEVERITIES) == list(rules.SEVERITIES)
    assert list(words.STATUSES) == list(rules.STATUSES)


@pytest.mark.parametrize("kind", rules.KINDS)
@pytest.mark.parametrize("severity", rules.SEVERITIES)
def test_every_cost_is_said_of_one_and_of_many(kind, severity):
    with override("nb"):
        assert words.cost(kind, severity, 1) != ""
        assert "%" not in words.cost(kind, severity, 14)


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("status", rules.STATUSES)
def test_status_is_known_again_in_every_language(status, language):
    with override(language):
        cell = f"  {str(words.STATUSES[status]).upper()} "
    assert words.status_of(cell) == status


def test_words_that_are_no_status_name_none():
    assert words.status_of("Ferdig?") is None
    with override("nb"):
        assert words.status_of("Bekreftet rettet") == ""
