"""Another layout is another map: a TOML file, no code. A broken one is refused at start, in one sentence."""

from pathlib import Path

import pytest
from tests.register.conftest import File
from tests.register.test_import import state

from laerling.register import layouts
from laerling.register.layouts import BrokenMap, layout, maps
from laerling.register.models import Contract, Extract
from laerling.register.refusals import MissingColumn, WrongRegister

HOUSE = Path(layouts.__file__).parent
GENDERS, FORMS = {"K": "2", "M": "1"}, {"B": "NOB", "N": "NNO"}
KINDS = {"L": "LK", "O": "OK", "P": "PB", "F": "FJ", "V": "V3"}
PARTIES = {"B": "BED", "K": "OPK"}


@pytest.fixture
def folder(tmp_path):
    """A folder of maps that is used, and let go again."""
    yield tmp_path
    layouts.use(None)


def _as_data_export(vigo):
    """The cases as the other map has them: other headings, dates, codes, and names in two columns."""
    columns = {heading: [row[place] for row in vigo.rows] for place, heading in enumerate(vigo.headings)}
    made = {}
    for column in next(one for one in maps("vigo") if one.name == "dataexport").columns:
        values = columns[layout("vigo").heading(column.name)]
        if column.form:
            values = ["".join(reversed(value.split("."))) for value in values]
        if column.name in {"name", "supervisor_name"}:
            pairs = [value.rsplit(" ", 1) if " " in value else ["", value] for value in values]
            made |= dict(zip(column.headings, zip(*pairs, strict=True), strict=True))
        elif column.name == "mobile":
            made |= dict(zip(column.headings, ([""] * len(values), values), strict=True))
        else:
            codes = {"gender": GENDERS, "written_form": FORMS, "kind": KINDS, "party_kind": PARTIES}.get(column.name)
            made[column.heading] = [codes.get(value, value) for value in values] if codes else values
    file = File(vigo.content())
    file.headings, file.rows = list(made), [list(row) for row in zip(*made.values(), strict=True)]
    return file


@pytest.mark.django_db
def test_other_layout_is_read_by_its_own_map_and_means_the_same(vigo, take_in):
    take_in(vigo)
    expected = state()
    Contract.objects.all().delete()
    Extract.objects.all().delete()
    receipt = take_in(_as_data_export(vigo))
    assert (receipt.n_new, receipt.n_set_aside) == (240, 0)
    assert state() == expected
    assert Extract.objects.get().layout == "dataexport"


@pytest.mark.django_db
def test_faults_are_told_in_the_headings_of_the_file(vigo, take_in):
    file = _as_data_export(vigo)
    file.set(0, "KJONN", "K").set(1, "LAERETID_START", "01.10.2025").set(2, "FORNAVN", "<b>")
    places = [(line.row_number, line.column, line.rule) for line in take_in(file).set_aside]
    assert places == [
        (2, "KJONN", "unknown_code"),
        (3, "LAERETID_START", "not_a_date"),
        (4, "FORNAVN + ETTERNAVN", "not_plain_text"),
    ]


@pytest.mark.django_db
def test_optional_columns_may_be_absent(vigo, take_in):
    file = _as_data_export(vigo)
    place = file.headings.index("MAALFORM")
    file.headings.pop(place)
    for row in file.rows:
        row.pop(place)
    assert take_in(file).n_new == 240
    assert set(Contract.objects.values_list("written_form", flat=True)) == {""}


@pytest.mark.django_db
def test_missing_column_is_named_by_the_map_that_comes_closest(vigo, take_in):
    file = _as_data_export(vigo)
    file.headings[file.headings.index("KONTRAKTTYPE")] = "TYPE"
    with pytest.raises(MissingColumn) as refusal:
        take_in(file)
    assert refusal.value.figures == {"columns": "KONTRAKTTYPE"}


def _map(**changes):
    """The map of NLR with other headings, and what a test changes of it."""
    lines = [
        {"name": "orgnr", "heading": "Bedriftsnummer"},
        {"name": "name", "heading": "Bedriftsnavn"},
        {"name": "county", "heading": "Fylkesnummer"},
        {"name": "approved", "heading": "Godkjenning", "codes": {"J": "true", "N": "false"}},
    ]
    for line in lines:
        line.update(changes.get(line["name"], {}))
    return 'register = "nlr"\n' + "".join(
        "[[column]]\n" + "".join(f"{key} = {_toml(value)}\n" for key, value in line.items()) for line in lines
    )


def _toml(value):
    if isinstance(value, dict):
        return "{ " + ", ".join(f'"{key}" = "{one}"' for key, one in value.items()) + " }"
    return str(value).lower() if isinstance(value, bool) else repr(value)


@pytest.mark.django_db
def test_map_of_ones_own_needs_no_code(folder, take_in):
    content = b"Bedriftsnummer;Bedriftsnavn;Fylkesnummer;Godkjenning\n926018159;A;40;J\n883016610;B;40;N\n"
    (folder / "egen.toml").write_text(_map(), encoding="utf-8")
    layouts.use(folder)
    assert take_in(content, "nlr").n_new == 2
    with pytest.raises(WrongRegister):
        take_in(content, "vigo")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("register = ", "is not TOML"),
        ('register = "tull"\ncolumn = []', "its register must be"),
        ('register = "nlr"\ncolumn = 3', "register and columns"),
        ('register = "nlr"\n[[column]]\nheading = "A"', "name of a field"),
        ('register = "nlr"\n[[column]]\nname = "orgnr"\nheading = "A"', "differs at approved, county, name"),
        (_map(name={"heading": "Bedriftsnummer"}), "a heading stands in it more than once"),
        (_map(name={"name": "orgnr"}), "a field stands in it more than once"),
        (_map(name={"name": "tull"}), "tull is no field"),
        (_map(name={"heading": "a\\b"}), "must have a heading"),
        (_map(name={"headings": 3}), "must have a heading"),
        (_map(name={"longest": 900}), "says longest, which it cannot"),
        (_map(name={"optional": True}), "must stand in the file"),
        (_map(name={"form": "yyyymmdd"}), "the form of name"),
        (_map(name={"joined": "; "}), "can be joined by"),
        (_map(approved={"codes": {"J": "yes"}}), "must lead to the reference's"),
        (_map(approved={"codes": 3}), "must be texts"),
    ],
)
def test_broken_map_is_refused_in_one_sentence(text, why, folder):
    (folder / "egen.toml").write_text(text, encoding="utf-8")
    with pytest.raises(BrokenMap) as fault:
        layouts.use(folder)
    assert str(fault.value).startswith("The column map egen.toml ")
    assert why in str(fault.value)
    assert str(fault.value).endswith(".")


def test_map_with_the_headings_of_another_is_refused(folder):
    (folder / "a.toml").write_text(_map(), encoding="utf-8")
    (folder / "b.toml").write_text(_map(), encoding="utf-8")
    with pytest.raises(BrokenMap, match=r"b\.toml has the same headings"):
        layouts.use(folder)


def test_folder_that_is_not_there_is_said(tmp_path):
    with pytest.raises(BrokenMap, match="there is no such folder"):
        layouts.use(tmp_path / "nowhere")


@pytest.mark.parametrize("register", ["vigo", "nor", "nlr"])
def test_every_map_of_the_house_stands_in_its_registers_folder(register):
    names = {path.stem for path in (HOUSE / register).glob("*.toml")}
    assert {one.name for one in maps(register)} == names
    assert {one.register for one in maps(register)} == {register}
