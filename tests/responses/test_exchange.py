import json
from dataclasses import replace

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from laerling.invitations.models import Invitation
from laerling.kernel.types import SYSTEM
from laerling.responses import actions, opening, queries
from laerling.responses.models import DestructionRecord, OpenedAnswer, Opening, Urn
from tests.responses.round import YEAR, after_close, answer, backup_key_destroyed, people, prove, set_clock

N_ANSWERS = 12


@pytest.fixture
def closed(holders):
    """A closed round with some answers: the holders' files."""
    for number, token in enumerate(people(N_ANSWERS + 3)[:N_ANSWERS]):
        answer(token, motivation=1 + number % 5, interest=3)
    set_clock(after_close())
    actions.close(round_year=YEAR, by=SYSTEM, now=after_close())
    backup_key_destroyed()
    return holders


def _export(to):
    return actions.export_urn(round_year=YEAR, to=to, by=SYSTEM, now=after_close())


def _import(file):
    return actions.import_opened(round_year=YEAR, file=file, by=SYSTEM, now=after_close())


@pytest.fixture
def opened(closed, tmp_path):
    """The round's opened file."""
    _export(tmp_path / "urn")
    opening.open_urn(urn=tmp_path / "urn", keys=closed[1:], to=tmp_path / "opened", silent=True)
    return tmp_path / "opened"


def test_answers_come_out_as_they_went_in(opened):
    receipt = _import(opened)
    assert (receipt.n_ok, receipt.n_rejected) == (N_ANSWERS, 0)
    rows = queries.opened(YEAR)
    assert rows.answers.shape == (N_ANSWERS, len(rows.questions))
    assert rows.answers.dtype == np.int16
    column = rows.answers[:, rows.questions.index("motivation")]
    assert sorted(column.tolist()) == sorted(1 + number % 5 for number in range(N_ANSWERS))
    assert set(rows.answers[:, rows.questions.index("interest")].tolist()) == {3}
    assert int(rows.answers.astype(bool).sum()) == 2 * N_ANSWERS
    assert set(rows.profile["county"].tolist()) == {"46"}
    assert set(rows.profile["office"].tolist()) == {""}


def test_status_follows_the_urn(opened):
    before = queries.status(YEAR)
    assert (before.exported_at, before.opened_at) == (after_close(), None)
    _import(opened)
    after = queries.status(YEAR)
    assert (after.opened_at, after.n_ok, after.n_rejected) == (after_close(), N_ANSWERS, 0)


def test_round_that_is_not_opened_has_no_rows(closed):
    rows = queries.opened(YEAR)
    assert (rows.questions, rows.answers.shape, rows.profile["county"].shape) == ((), (0, 0), (0,))


def test_opened_urn_comes_in_once(opened):
    _import(opened)
    with pytest.raises(actions.AlreadyOpened):
        _import(opened)
    assert OpenedAnswer.objects.count() == N_ANSWERS


def test_urn_leaves_the_house_closed_only(holders, tmp_path):
    with pytest.raises(actions.UrnNotClosed):
        _export(tmp_path / "urn")
    with pytest.raises(actions.UrnNotClosed):
        _import(tmp_path / "opened")


def test_answers_stay_out_until_the_backup_key_is_destroyed(opened):
    DestructionRecord.objects.filter(what="backup_key").delete()
    with pytest.raises(actions.BackupKeyNotDestroyed):
        _import(opened)
    assert OpenedAnswer.objects.count() == 0
    backup_key_destroyed()
    assert _import(opened).n_ok == N_ANSWERS


def test_answers_held_against_other_counts_than_ours_are_refused(opened):
    Invitation.objects.filter(pk=Invitation.objects.filter(answered=True).first().pk).update(answered=False)
    with pytest.raises(actions.NotThisUrn):
        _import(opened)


def test_urn_can_be_exported_again_but_never_over_a_file(closed, tmp_path):
    header = _export(tmp_path / "urn")
    assert header.n_ballots == N_ANSWERS
    with pytest.raises(actions.FileInTheWay):
        _export(tmp_path / "urn")
    another = _export(tmp_path / "another")
    assert replace(another, counts="") == replace(header, counts="")
    # The counts are sealed anew each time.
    assert another.counts != header.counts


@pytest.mark.parametrize("change", ["removed", "swapped"])
def test_urn_that_changed_after_the_close_is_not_exported(closed, tmp_path, change):
    ballot = Urn.objects.first()
    if change == "removed":
        ballot.delete()
    else:
        Urn.objects.filter(pk=ballot.pk).update(sealed=b"x" * 2500)
    with pytest.raises(actions.UrnChanged):
        _export(tmp_path / "urn")
    assert not (tmp_path / "urn").exists()


@pytest.mark.parametrize("content", [b"", b"hei", b"[]", b'{"kind": "laerling opened urn"}'])
def test_anything_else_is_refused_and_nothing_stored(closed, tmp_path, content):
    (tmp_path / "file").write_bytes(content)
    for name in ("file", "none"):
        with pytest.raises(actions.UnreadableOpened):
            _import(tmp_path / name)
    assert Opening.objects.get().opened_at is None


@pytest.mark.parametrize("change", [{"root_hash": "0" * 64}, {"round": 2025}, {"questions": [["motivation", 5]]}])
def test_answers_of_another_urn_are_refused(opened, change):
    content = json.loads(opened.read_text())
    if "questions" in change:
        content |= {"rows": [], "n_ballots": 0, "rejected": {}, "rows_sha256": _hash_of_no_rows()}
    opened.write_text(json.dumps(content | change))
    with pytest.raises(actions.NotThisUrn):
        _import(opened)
    assert OpenedAnswer.objects.count() == 0


def _hash_of_no_rows():
    from hashlib import sha256

    return sha256().hexdigest()


def test_commands_walk_the_whole_way(october, tmp_path, capsys):
    call_command("make_round_key", round=YEAR, to=tmp_path / "holders")
    prove(sorted((tmp_path / "holders").iterdir()))
    for token in people(6):
        answer(token)
    set_clock(after_close())
    with pytest.raises(actions.RoundStillOpen):
        _command_before_the_last_day()
    actions.close(round_year=YEAR, by=SYSTEM, now=after_close())
    backup_key_destroyed()
    call_command("export_urn", round=YEAR, to=tmp_path / "urn.age")
    holders = [tmp_path / "holders" / f"holder-{holder}-{YEAR}.key" for holder in "ac"]
    keys = [f"--key={path}" for path in holders]
    call_command("open_urn", str(tmp_path / "urn.age"), *keys, "--to", str(tmp_path / "opened.json"))
    with pytest.raises(CommandError, match="is there already"):
        call_command("open_urn", str(tmp_path / "urn.age"), *keys, "--to", str(tmp_path / "opened.json"))
    call_command("import_opened", str(tmp_path / "opened.json"), round=YEAR)
    said = capsys.readouterr().out
    assert "in: 6  out: 6  left out: 0" in said
    assert "6 answers came in, 0 ballots were left out" in said


def _command_before_the_last_day():
    """The command reads Python's clock, which no test here moves: a round far ahead stays open."""
    from laerling.rounds.models import Round

    Round.objects.filter(pk=YEAR).update(opens_on="2090-10-15", closes_on="2090-12-20")
    try:
        call_command("close_round", round=YEAR)
    finally:
        Round.objects.filter(pk=YEAR).update(opens_on="2026-10-15", closes_on="2026-12-20")
