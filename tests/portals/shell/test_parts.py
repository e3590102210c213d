"""The parts: what a screen reader and a keyboard need is there."""

from datetime import UTC, date, datetime

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory
from django.utils.translation import override

from laerling.access.policy import whole
from laerling.access.types import UnitKind
from laerling.portals.shell import menus
from laerling.portals.shell.forms import Form
from laerling.portals.shell.templatetags import shell as tags


def render(source: str, **context: object) -> str:
    """Render cotton source as a template file would be, in bokmål."""
    from django_cotton.compiler_regex import CottonCompiler

    template = engines["django"].from_string(CottonCompiler().process(source))
    with override("nb"):
        return template.render(context, RequestFactory().get("/liste/?sok=bergen&page=2"))


class Sample(Form):
    address = forms.EmailField(label="Adresse", help_text="Skriv hele adressen.")
    note = forms.CharField(label="Merknad", required=False)
    channel = forms.ChoiceField(label="Hvordan", choices=[("email", "E-post")], widget=forms.RadioSelect)


def test_field_ties_label_help_and_error_together():
    shown = render('<c-form-field :field="form.address" />', form=Sample({}))

    assert '<label class="ds-label" for="id_address">Adresse</label>' in shown
    assert 'aria-describedby="id_address_helptext id_address_error"' in shown
    assert 'id="id_address_helptext"' in shown
    assert 'id="id_address_error"' in shown
    assert 'aria-invalid="true"' in shown
    assert "Må fylles ut." in shown


def test_optional_field_says_so_and_required_has_no_star():
    shown = render('<c-form-field :field="form.note" /><c-form-field :field="form.address" />', form=Sample())

    assert shown.count("(valgfritt)") == 1
    assert "*" not in shown


def test_choices_are_a_fieldset_with_legend():
    shown = render('<c-form-field :field="form.channel" />', form=Sample())

    assert "<fieldset" in shown
    assert "<legend" in shown
    assert 'for="id_channel_0"' in shown


def test_error_summary_links_to_each_field_and_is_silent_without_faults():
    faulty, blank = Sample({"address": "kari"}), Sample()

    shown = render('<c-error-summary :form="form" />', form=faulty)

    assert 'href="#id_address"' in shown
    assert 'href="#id_channel"' in shown
    assert 'role="alert"' in shown
    assert render('<c-error-summary :form="form" />', form=blank).strip() == ""


def test_pagination_keeps_search_and_marks_the_page():
    shown = render('<c-pagination :page="page" />', page=Paginator(range(300), 25).page(6))

    assert 'href="?sok=bergen&amp;page=5"' in shown
    assert shown.count('aria-current="true"') == 1
    assert shown.count("…") == 2


def test_pagination_of_one_page_is_nothing():
    assert render('<c-pagination :page="page" />', page=Paginator(range(3), 25).page(1)).strip() == ""


def test_table_region_can_be_reached_by_keyboard():
    shown = render('<c-table-region label="Svar per fylke"><table></table></c-table-region>')

    assert 'role="region" aria-label="Svar per fylke" tabindex="0"' in shown


def test_hidden_cell_has_words_for_a_screen_reader():
    assert "skjermet" in render("<c-hidden-cell />")


def test_texts_given_to_parts_are_escaped():
    shown = render('<c-alert heading="{{ name }}">{{ name }}</c-alert>', name="<b>Ola</b>")

    assert "<b>" not in shown


def test_icon_that_is_not_vendored_is_an_error():
    with pytest.raises(FileNotFoundError):
        tags.icon("../laerling")


@pytest.mark.parametrize(
    ("language", "day", "short", "moment"),
    [
        ("nb", "1. mai 2026", "1. mai", "1. mai 2026 kl. 00.30"),
        ("nn", "1. mai 2026", "1. mai", "1. mai 2026 kl. 00.30"),
        ("en", "1 May 2026", "1 May", "1 May 2026 at 00:30"),
    ],
)
def test_instants_are_written_in_oslo_time(language, day, short, moment):
    at = datetime(2026, 4, 30, 22, 30, tzinfo=UTC)
    with override(language):
        assert (tags.day(at), tags.day_short(at), tags.moment(at)) == (day, short, moment)


def test_grant_is_shown_with_its_last_day():
    assert tags.day_before(date(2027, 1, 1)) == date(2026, 12, 31)


@pytest.mark.urls("laerling.portals.shell.urls")
@pytest.mark.parametrize(("kind", "expected"), [("county", ["Order"]), ("nation", ["Release"])])
def test_menu_shows_what_the_tasks_may(kind: UnitKind, expected):
    items = (
        menus.MenuItem("Order", "health", "dispatch.order", "survey"),
        menus.MenuItem("Release", "accessibility", "release.make", "answers"),
        menus.MenuItem("Elsewhere", "not-on-this-site", "round.read", "round"),
    )

    groups = menus.shown(items, whole(kind), path="/tilgjengelighet/mer/")

    assert [group.label for group in groups] == expected
    assert [group.is_here for group in groups] == [kind == "nation"]


@pytest.mark.urls("laerling.portals.shell.urls")
def test_lines_of_a_group_stand_together_under_its_name_whatever_order_they_come_in():
    items = (
        menus.MenuItem("Later", "accessibility", "round.read", "survey", 20),
        menus.MenuItem("Alone", "language", "round.read", "round"),
        menus.MenuItem("First", "health", "round.read", "survey", 10),
    )

    alone, together = menus.shown(items, whole("nation"), path="/tilgjengelighet/")

    assert (alone.label, together.label) == ("Alone", menus.GROUPS["survey"])
    assert [line.label for line in together.lines] == ["First", "Later"]
    assert together.url == together.lines[0].url
    assert (alone.is_here, together.is_here) == (False, True)
