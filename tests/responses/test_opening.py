import json
import os
import subprocess
import sys
from dataclasses import replace

import pytest

from laerling.responses import keys, opening, sealing, urnfile
from laerling.responses.openedfile import OpenedFault, read_opened
from laerling.responses.sealing import Ballot
from laerling.responses.urnfile import UrnHeader, root_hash, write_urn

PUBLIC, IDENTITY = sealing.new_round_key()
SECRET = keys.RoundSecret(2026, IDENTITY, sealing.new_mac_key())
FILES = keys.make_holder_files(SECRET)
QUESTIONS = (("one", 5), ("two", 3))
VESTLAND = {"county": "46", "office": "312000015", "gender": "K", "kind": "L"}
OSLO = {"county": "03", "gender": "M", "kind": "L"}


def _sealed(profile, answers, *, year=2026, code="q", mac_key=SECRET.mac_key):
    return sealing.seal(Ballot(year, code, profile, answers), public_key=PUBLIC, mac_key=mac_key)


def _many(n, profile=VESTLAND):
    return [_sealed(profile, {"one": 1 + number % 5, "two": 1 + number % 3}) for number in range(n)]


def _header(ballots, **changes):
    header = UrnHeader(2026, "q", SECRET.fingerprint, len(ballots), root_hash(ballots), 5, QUESTIONS)
    return replace(header, **changes)


@pytest.fixture
def place(tmp_path):
    for holder, text in FILES.items():
        (tmp_path / f"{holder}.key").write_text(text)
    return tmp_path


def _open(place, ballots, pair="ab", header=None, **more):
    for name in ("urn", "opened.report.json"):
        (place / name).unlink(missing_ok=True)
    write_urn(place / "urn", header or _header(ballots), ballots)
    paths = [place / f"{holder}.key" for holder in pair]
    return opening.open_urn(urn=place / "urn", keys=paths, to=place / "opened", silent=True, **more)


@pytest.mark.parametrize("pair", ["ab", "ca", "bc"])
def test_two_holders_open_the_urn(place, pair):
    opened = _open(place, _many(12), pair)
    assert (opened.n_ballots, len(opened.rows), opened.rejected) == (12, 12, {})
    assert sorted(row.answers for row in opened.rows) == sorted((1 + n % 5, 1 + n % 3) for n in range(12))
    assert {row.profile for row in opened.rows} == {("46", "312000015", "", "", "", "K", "L", "")}
    assert read_opened(place / "opened") == replace(opened, rows=list(opened.rows))


def test_skipped_question_is_nought(place):
    opened = _open(place, [_sealed({}, {"two": 2}), _sealed({}, {})])
    assert sorted(row.answers for row in opened.rows) == [(0, 0), (0, 2)]


@pytest.mark.parametrize("pair", ["a", "aa", "abc"])
def test_one_holder_alone_or_three_do_not_open(place, pair):
    with pytest.raises(opening.OpeningFault):
        _open(place, _many(1), pair)
    assert not (place / "opened").exists()


def test_file_altered_after_the_close_is_not_opened(place):
    ballots = _many(6)
    header = _header(ballots)
    altered = [ballots[1:], [*ballots, _many(1)[0]], [*ballots[1:], _many(1)[0]], [*ballots[1:], ballots[1]]]
    for others in altered:
        with pytest.raises(opening.OpeningFault, match="altered after the close"):
            _open(place, others, header=header)
    with pytest.raises(opening.OpeningFault, match="published at the close"):
        _open(place, ballots[1:], expected_root=root_hash(ballots))


def test_order_of_the_file_means_nothing(place):
    ballots = _many(6)
    assert len(_open(place, ballots[::-1], header=_header(ballots)).rows) == 6


def test_ballots_that_do_not_count_are_counted(place):
    good = _many(5)
    rejected = [
        good[0],
        b"rubbish",
        _sealed(VESTLAND, {"one": 1}, mac_key=b"guessed"),
        _sealed(VESTLAND, {"one": 1}, year=2025),
        _sealed(VESTLAND, {"one": 1}, code="another"),
        _sealed(VESTLAND, {"one": 6}),
        _sealed(VESTLAND, {"three": 1}),
    ]
    opened = _open(place, good + rejected)
    reasons = {"twice_in": 1, "unreadable": 1, "forged": 1, "wrong_round": 2, "not_understood": 2}
    assert (len(opened.rows), opened.rejected, opened.n_rejected) == (5, reasons, 7)
    assert "left out: 7" in opening.told(opened)


def test_rows_are_coarsened_where_too_few_answered(place):
    opened = _open(place, _many(7) + _many(5, OSLO) + _many(2, VESTLAND | {"office": "312000023"}))
    offices = [row.profile[:2] for row in opened.rows]
    assert offices.count(("03", "")) == 5
    assert ("46", "312000023") not in offices
    assert opened.n_coarsened >= 2


def test_rows_come_in_another_order(place):
    ballots = [_sealed({}, {"one": 1 + number // 40}) for number in range(200)]
    rows = [row.answers[0] for row in _open(place, ballots).rows]
    assert sorted(rows) != rows


def test_keys_of_another_round_do_not_open(place):
    ballots = _many(1)
    for header in (_header(ballots, round=2025), _header(ballots, fingerprint="0" * 64)):
        with pytest.raises(opening.OpeningFault, match="do not belong to this urn"):
            _open(place, ballots, header=header)


def test_opened_file_is_never_written_over(place):
    (place / "opened").write_text("mine")
    with pytest.raises(opening.OpeningFault, match="is there already"):
        _open(place, _many(1))
    assert (place / "opened").read_text() == "mine"


def test_opened_file_is_the_owners_alone(place):
    _open(place, _many(1))
    assert (place / "opened").stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in place.iterdir()) == [
        "a.key",
        "b.key",
        "c.key",
        "opened",
        "opened.report.json",
        "urn",
    ]


def test_file_that_is_no_urn_is_refused_in_one_sentence(place):
    for content in [b"", b"hei\n", b'{"kind": "laerling urn", "version": 2, "questions": []}\n']:
        (place / "urn").write_bytes(content)
        with pytest.raises(opening.OpeningFault, match="not an exported urn"):
            opening.open_urn(urn=place / "urn", keys=[place / "a.key", place / "b.key"], to=place / "opened")
    with pytest.raises(opening.OpeningFault, match="cannot be read"):
        opening.open_urn(urn=place / "none", keys=[place / "a.key", place / "b.key"], to=place / "opened")


def test_damaged_line_is_named(place):
    ballots = _many(2)
    write_urn(place / "urn", _header(ballots), ballots)
    with (place / "urn").open("ab") as file:
        file.write(b"%%%\n")
    with (place / "urn").open("rb") as file:
        urnfile.read_header(file)
        with pytest.raises(urnfile.UrnFault, match="Line 4"):
            list(urnfile.read_ballots(file))


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "else"},
        {"n_ballots": 7},
        {"rows": []},
        {"rows_sha256": "0" * 64},
        {"questions": [["one", 5]]},
        {"profile": ["county"]},
    ],
    ids=lambda change: next(iter(change)),
)
def test_opened_file_that_was_damaged_is_refused(place, change):
    _open(place, _many(6))
    content = json.loads((place / "opened").read_text())
    (place / "opened").write_text(json.dumps(content | change))
    with pytest.raises(OpenedFault):
        read_opened(place / "opened")


def test_opening_runs_without_django_database_or_network(place):
    ballots = _many(6)
    write_urn(place / "urn", _header(ballots), ballots)
    script = (
        "import sys; from laerling.responses import opening;"
        " code = opening.main(sys.argv[1:]);"
        " assert not {'django', 'psycopg', 'procrastinate'} & set(sys.modules); sys.exit(code)"
    )
    arguments = ["urn", "--key", "a.key", "--key", "c.key", "--to", "opened", "--root", root_hash(ballots)]
    environment = {"PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", script, *arguments]
    done = subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, "in: 6  out: 6  left out: 0" in done.stdout) == (0, True), done.stderr
    again = subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True, check=False)
    assert (again.returncode, again.stderr) == (1, "opened is there already. Nothing was opened.\n")
