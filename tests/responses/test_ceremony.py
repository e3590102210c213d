import os
import socket
import subprocess
import sys
from datetime import timedelta
from itertools import combinations

import pytest
from django.core.management import call_command
from django.db import connection

from laerling.audit.models import Event
from laerling.kernel.types import SYSTEM
from laerling.responses import actions, answering, ceremony, keys, paper, queries, sealing, vault
from laerling.responses.models import HolderKey, KeyProof, RoundKey
from laerling.rounds import queries as rounds
from tests.invitations.people import NOW
from tests.responses.round import YEAR, answer, n_answered, people, prove, set_clock, solved

WORDS = "fire ord på en pinne"


def _ask(_question):
    return WORDS


@pytest.fixture(scope="module")
def sticks(tmp_path_factory):
    """Three holders' keys, made each on a stick of their own."""
    folder = tmp_path_factory.mktemp("sticks")
    return {
        holder: (folder / holder / f"holder-{holder}-{YEAR}.key", _made(holder, folder / holder)) for holder in "abc"
    }


def _made(holder, to):
    return ceremony.make_holder_key(holder=holder, round_year=YEAR, to=to, ask=_ask)


def _round(sticks, to, server, **more):
    holders = {holder: public for holder, (_path, public) in sticks.items()}
    secret = ceremony.make_round(round_year=YEAR, holders=holders, server=server, to=to, **more)
    for path, _public in sticks.values():
        content = path.read_text()
        path.with_name(f"{to.name}.key").write_text(content)
        ceremony.finish(key=path.with_name(f"{to.name}.key"), locks=to / f"locks-{YEAR}.json")
    return secret, {holder: path.with_name(f"{to.name}.key") for holder, (path, _public) in sticks.items()}


@pytest.fixture
def brought(sticks, tmp_path, db, october):
    """The round's key made offline and taken in: the holders' finished files."""
    server = actions.make_server_key(round_year=YEAR, by=SYSTEM, now=NOW)
    secret, files = _round(sticks, tmp_path / "offline", server)
    actions.import_round_key(round_year=YEAR, file=tmp_path / "offline" / f"round-{YEAR}.json", by=SYSTEM, now=NOW)
    return secret, files


def test_holders_and_offline_machine_make_a_key_that_every_pair_opens(sticks, tmp_path):
    secret, files = _round(sticks, tmp_path / "one", sealing.new_round_key()[0], with_paper=True)
    for pair in combinations(files.values(), 2):
        assert ceremony.open_pair(pair, ask=_ask)[0] == secret
    written = b"".join(path.read_bytes() for path in (tmp_path / "one").iterdir() if "paper" not in path.name)
    assert b"AGE-SECRET" not in written
    assert secret.mac_key.hex().encode() not in written
    assert paper.read_sheet((tmp_path / "one" / f"paper-{YEAR}.txt").read_text()) == secret


def test_sheet_with_a_wrong_sign_is_refused(sticks, tmp_path):
    _secret, _files = _round(sticks, tmp_path / "two", sealing.new_round_key()[0], with_paper=True)
    text = (tmp_path / "two" / f"paper-{YEAR}.txt").read_text()
    for name in ("identity", "mac"):
        line = next(line for line in text.splitlines() if line.startswith(name))
        with pytest.raises(keys.KeyFault, match="wrong sign"):
            paper.read_sheet(text.replace(line, line[:-1] + ("0" if line[-1] != "0" else "1")))


def test_stick_without_locks_says_what_to_run(sticks):
    with pytest.raises(keys.KeyFault, match="finish"):
        ceremony.open_pair([sticks["a"][0], sticks["b"][0]], ask=_ask)


@pytest.mark.parametrize("away", [EOFError, KeyboardInterrupt])
def test_nobody_at_the_keyboard_is_told_in_a_sentence(away, tmp_path, capsys):
    def _nobody(_question):
        raise away

    arguments = ["holder", "--holder", "a", "--round", str(YEAR), "--to", str(tmp_path)]
    assert ceremony.main(arguments, ask=_nobody) == 1
    assert capsys.readouterr().err.strip() == "No passphrase was typed. Nothing was made, nothing was opened."
    assert not list(tmp_path.iterdir())


def test_one_holder_twice_is_refused_before_anybody_types(sticks, tmp_path):
    _secret, files = _round(sticks, tmp_path / "two", sealing.new_round_key()[0])
    with pytest.raises(keys.KeyFault, match="same holder"):
        ceremony.open_pair([files["a"], files["a"]], ask=lambda _question: pytest.fail("asked for a passphrase"))


@pytest.mark.parametrize(("words", "why"), [("kort", "too short"), (None, "not the same")])
def test_passphrase_is_long_and_typed_twice(tmp_path, words, why):
    typed = iter([words or WORDS, words or WORDS + "!"])
    with pytest.raises(keys.KeyFault, match=why):
        ceremony.make_holder_key(holder="a", round_year=YEAR, to=tmp_path, ask=lambda _question: next(typed))
    assert not list(tmp_path.iterdir())


def test_same_key_for_two_holders_is_refused(sticks, tmp_path):
    public = sticks["a"][1]
    with pytest.raises(keys.KeyFault, match="given twice"):
        ceremony.make_round(
            round_year=YEAR,
            holders={"a": public, "b": public, "c": sticks["c"][1]},
            server=sealing.new_round_key()[0],
            to=tmp_path / "three",
        )
    assert not (tmp_path / "three").exists()


def test_nothing_secret_comes_to_the_server(brought, home):
    secret, _files = brought
    kept = b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
    assert b"AGE-SECRET" not in kept
    assert vault.read(YEAR).mac_key == secret.mac_key
    assert vault.pinned_fingerprint(YEAR) == secret.fingerprint == queries.status(YEAR).fingerprint
    assert [row.holder for row in queries.ceremony(YEAR).holders] == ["a", "b", "c"]
    assert "AGE-SECRET" not in repr(list(Event.objects.values()) + list(RoundKey.objects.values()))


def test_answers_sealed_to_a_ceremonys_key_need_two_holders_to_be_proven(brought, tmp_path):
    _secret, files = brought
    (token,) = people(1)
    assert answering.look_up(token).state == "not_open"
    challenge = tmp_path / "challenge"
    call_command("make_challenge", round=YEAR, to=challenge)
    typed = ceremony.answer(keys=[files["c"], files["a"]], challenge=challenge, ask=_ask)
    assert typed.startswith("AC-")
    actions.prove(round_year=YEAR, answer=f" {typed.lower().replace('-', ' ')} ", by=SYSTEM, now=_challenged())
    assert answering.look_up(token).state == "open"
    answer(token)
    assert n_answered() == 1


def _challenged():
    return queries.ceremony(YEAR).challenged_at


def test_key_for_other_holders_or_another_server_is_refused(sticks, tmp_path, db):
    actions.hand_in_holder_key(round_year=YEAR, holder="a", public_key=sealing.new_round_key()[0], by=SYSTEM, now=NOW)
    server = actions.make_server_key(round_year=YEAR, by=SYSTEM, now=NOW)
    assert actions.make_server_key(round_year=YEAR, by=SYSTEM, now=NOW) == server
    for name, key, refusal in (
        ("four", server, actions.OtherHolders),
        ("five", sealing.new_round_key()[0], actions.UnreadableRoundFile),
    ):
        _round(sticks, tmp_path / name, key)
        with pytest.raises(refusal):
            actions.import_round_key(round_year=YEAR, file=tmp_path / name / f"round-{YEAR}.json", by=SYSTEM, now=NOW)
    assert not RoundKey.objects.exists()
    assert vault.read(YEAR) is None


@pytest.mark.django_db
def test_secret_half_is_never_taken_in(sticks):
    public, identity = sealing.new_round_key()
    given = {"round_year": YEAR, "holder": "a", "by": SYSTEM, "now": NOW}
    with pytest.raises(actions.PrivateKeyHandedIn):
        actions.hand_in_holder_key(public_key=identity, **given)
    with pytest.raises(actions.NoPublicKey):
        actions.hand_in_holder_key(public_key="age1hei", **given)
    actions.hand_in_holder_key(public_key=public, **given)
    with pytest.raises(actions.HolderKeyTaken):
        actions.hand_in_holder_key(public_key=public, **(given | {"holder": "b"}))
    assert HolderKey.objects.count() == 1


def test_round_opens_with_a_fresh_proof_only(october, tmp_path):
    files = actions.make_round_key(round_year=YEAR, to=tmp_path / "holders", by=SYSTEM, now=NOW).files
    (token,) = people(1)
    opens_at = rounds.get(YEAR).opens_at
    prove(files, now=opens_at - timedelta(days=14, seconds=1))
    assert answering.look_up(token).state == "not_open"
    with pytest.raises(actions.KeyNotProven):
        actions.require_proof(round_year=YEAR)
    prove(files, now=opens_at - timedelta(days=14))
    assert answering.look_up(token).state == "open"
    actions.require_proof(round_year=YEAR)
    # While people answer the proof grows old, and that stops nobody.
    set_clock(opens_at + timedelta(days=60))
    assert answering.look_up(token).state == "open"


def test_answer_counts_once_and_for_a_day(holders):
    given = {"round_year": YEAR, "by": SYSTEM}
    riddle = actions.make_challenge(now=NOW, **given)
    typed = solved(riddle, *holders[1:])
    with pytest.raises(actions.WrongAnswer):
        actions.prove(answer="BC-AAAA-AAAA-AAAA-AAAA", now=NOW, **given)
    with pytest.raises(actions.ChallengeTooOld):
        actions.prove(answer=typed, now=NOW + timedelta(hours=24, seconds=1), **given)
    assert actions.prove(answer=typed, now=NOW, **given).holders == "bc"
    with pytest.raises(actions.NoChallenge):
        actions.prove(answer=typed, now=NOW, **given)
    assert KeyProof.objects.count() == 2


def test_database_does_not_hold_the_answer(holders):
    riddle = actions.make_challenge(round_year=YEAR, by=SYSTEM, now=NOW)
    typed = solved(riddle, *holders[:2])
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(responses_keychallenge)::text FROM responses_keychallenge")
        assert typed not in cursor.fetchone()[0]


def test_challenge_of_another_key_is_not_answered(holders):
    with pytest.raises(keys.KeyFault, match="not sealed to this key"):
        solved(sealing.lock_for(sealing.new_round_key()[0], b"{}").decode(), *holders[:2])


def test_key_that_nobody_can_prove_is_given_up_before_the_first_answer(holders, tmp_path):
    actions.give_up_round_key(round_year=YEAR, by=SYSTEM, now=NOW)
    assert (RoundKey.objects.count(), KeyProof.objects.count(), vault.pinned_fingerprint(YEAR)) == (0, 0, None)
    prove(actions.make_round_key(round_year=YEAR, to=tmp_path / "anew", by=SYSTEM, now=NOW).files)
    answer(people(1)[0])
    with pytest.raises(actions.AnswersAreSealed):
        actions.give_up_round_key(round_year=YEAR, by=SYSTEM, now=NOW)


def test_swapped_key_takes_no_challenge_and_no_answer(holders):
    (token,) = people(1)
    public = sealing.new_round_key()[0]
    RoundKey.objects.update(public_key=public, fingerprint=sealing.fingerprint(public))
    with pytest.raises(answering.KeyMismatch):
        answering.look_up(token)
    with pytest.raises(actions.KeyNotPinned):
        actions.make_challenge(round_year=YEAR, by=SYSTEM, now=NOW)
    assert n_answered() == 0


def test_rehearsal_goes_through_all_of_it_and_leaves_nothing(october):
    before = _everything()
    held = actions.rehearse(round_year=YEAR, by=SYSTEM, now=NOW)
    assert held.went_well
    assert held.report["refused"] == "urn_not_closed"
    assert (held.report["n_in"], held.report["n_out"]) == (62, 59)
    assert held.report["left_out"] == {"forged": 1, "twice_in": 1, "wrong_round": 1}
    assert _everything() == before
    assert queries.ceremony(YEAR).rehearsed.went_well


def _everything():
    found = {}
    with connection.cursor() as cursor:
        for table in ("intake", "urn", "draft", "openedanswer", "opening", "roundkey", "keyproof"):
            cursor.execute(f"SELECT count(*) FROM responses_{table}")
            found[table] = cursor.fetchone()[0]
    return found


def test_ceremony_runs_without_django_database_or_network(tmp_path):
    script = (
        "import sys, socket;"
        " socket.socket = None;"
        " from laerling.responses import ceremony, opening;"
        " code = ceremony.main(['rehearse']);"
        " assert not {'django', 'psycopg', 'procrastinate'} & set(sys.modules); sys.exit(code)"
    )
    environment = {"PYTHONPATH": os.pathsep.join(sys.path)}
    assert socket.socket is not None
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, "in: 62  out: 59  left out: 3" in done.stdout) == (0, True), done.stderr
    assert not list(tmp_path.iterdir())
