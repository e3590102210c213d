"""Whether a process may be let loose: each rule by itself, and the command as it is run."""

import os
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.db import connection

from laerling.config.deploy.facts import gather
from laerling.config.deploy.rules import POSTGRESQL, findings
from laerling.config.deploy.types import Facts, Login, PrivateFile, RoundKeyFact
from laerling.config.env import env

PROJECT = Path(__file__).parents[2]

FIT = Facts(
    site="staff",
    debug=False,
    demo=False,
    https=True,
    n_proxies=1,
    allowed_hosts=("larling.udir.no",),
    urls={"LAERLING_STAFF_URL": "https://larling.udir.no", "LAERLING_ANSWERING_URL": "https://svar.udir.no"},
    addresses={"LAERLING_EMAIL_FROM": "Lærlingundersøkelsen <undersokelse@udir.no>"},
    cookies={"SESSION_COOKIE_SECURE": True},
    mail_host="smtp.udir.no",
    mail_tls=True,
    private_files=(PrivateFile("secrets", 0o700, is_folder=True), PrivateFile("secrets/secret-key", 0o600, length=64)),
    django_warnings=(),
    has_own_database=False,
    login=Login("laerling_staff_login"),
    postgresql={name: fitting[0] for name, (fitting, _why) in POSTGRESQL.items()},
    skew_seconds=0.01,
    clock_offset_seconds=0.0,
    n_migrations_waiting=0,
    rights_are_applied=True,
    unchained_minutes=0.5,
    today=date(2026, 10, 1),
    round_keys=(RoundKeyFact(2026, date(2026, 10, 15), date(2026, 12, 20), is_made=True, is_pinned=True),),
)
ROUND = FIT.round_keys[0]


def test_process_that_is_as_it_must_be_has_no_finding():
    assert findings(FIT) == ()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"debug": True}, "debug"),
        ({"demo": True}, "demo"),
        ({"https": False}, "https"),
        ({"site": "answering", "n_proxies": 0}, "proxy"),
        ({"allowed_hosts": ("*",)}, "hosts"),
        ({"allowed_hosts": (".udir.no",)}, "hosts"),
        ({"allowed_hosts": ("127.0.0.1", "localhost")}, "hosts"),
        ({"urls": {"LAERLING_STAFF_URL": "http://larling.udir.no"}}, "url"),
        ({"urls": {"LAERLING_STAFF_URL": "https://127.0.0.1"}}, "url"),
        ({"urls": {"LAERLING_STAFF_URL": "https://a.no", "LAERLING_ANSWERING_URL": "https://a.no"}}, "url"),
        ({"addresses": {"LAERLING_SUPPORT_EMAIL": "support@eksempel.no"}}, "address"),
        ({"cookies": {"SESSION_COOKIE_SECURE": False}}, "cookie"),
        ({"mail_tls": False}, "mail"),
        ({"private_files": (PrivateFile("secrets/secret-key", 0o640, length=64),)}, "mode"),
        ({"private_files": (PrivateFile("secrets/secret-key", 0o604, length=64),)}, "mode"),
        ({"private_files": (PrivateFile("keys", 0o777, is_folder=True),)}, "mode"),
        ({"private_files": (PrivateFile("secrets/secret-key", 0o600, length=20),)}, "secret"),
        ({"django_warnings": ("Something is not set (security.W001)",)}, "django"),
        ({"has_own_database": True}, "database"),
        ({"login": Login("postgres", is_superuser=True)}, "login"),
        ({"login": Login("backup", passes_row_security=True)}, "login"),
        ({"login": Login("owner", owns_tables=True)}, "login"),
        ({"login": Login("one", other_roles=("laerling_worker",))}, "login"),
        ({"login": Login("stray", takes_own_role=False)}, "login"),
        ({"login": Login("far", is_encrypted=False)}, "tls"),
        ({"skew_seconds": 2.5}, "clock"),
        ({"skew_seconds": -2.5}, "clock"),
        ({"clock_offset_seconds": 86_400.0}, "clock"),
        ({"n_migrations_waiting": 1}, "behind"),
        ({"rights_are_applied": False}, "behind"),
        ({"unchained_minutes": 11.0}, "audit"),
        ({"round_keys": (replace(ROUND, is_pinned=False),)}, "key"),
        ({"round_keys": (replace(ROUND, is_made=False, is_pinned=False),)}, "key"),
        ({"round_keys": (replace(ROUND, lets_open=False, opens_on=date(2026, 10, 8)),)}, "proof"),
        ({"round_keys": (replace(ROUND, proof_is_fresh=False, opens_on=date(2026, 9, 15)),)}, "proof"),
        *(({"postgresql": dict(FIT.postgresql) | {name: "unfit"}}, "postgresql") for name in POSTGRESQL),
        ({"postgresql": {}}, "postgresql"),
    ],
)
def test_what_is_not_as_it_must_be_is_one_sentence_with_what_to_do(changes, code):
    found = findings(replace(FIT, **changes))
    assert {unfit.code for unfit in found} == {code}
    assert all(len(unfit.sentence) > 30 and unfit.sentence[-1] in ".)" for unfit in found)


@pytest.mark.parametrize(
    "changes",
    [
        {"mail_tls": False, "mail_host": "127.0.0.1"},
        {"site": "worker", "n_proxies": 0},
        {"login": Login("near", is_encrypted=False, is_local=True)},
        {"site": "command", "login": Login("owner", owns_tables=True, other_roles=("laerling_staff",))},
        {"unchained_minutes": None},
        {"round_keys": (replace(ROUND, is_made=False, opens_on=date(2026, 10, 16)),)},
        {"round_keys": (replace(ROUND, lets_open=False, proof_is_fresh=False, opens_on=date(2026, 10, 9)),)},
        {"round_keys": (replace(ROUND, is_pinned=False, closes_on=date(2026, 9, 30)),)},
    ],
)
def test_what_is_as_it_may_be_is_let_be(changes):
    assert findings(replace(FIT, **changes)) == ()


@pytest.mark.django_db
def test_facts_are_those_of_this_process_and_its_database(settings, tmp_path):
    settings.HOME = tmp_path
    (tmp_path / "secrets").mkdir(mode=0o700)
    secret = tmp_path / "secrets" / "secret-key"
    secret.write_text("short\n")
    secret.chmod(0o644)
    facts = gather(env())
    assert PrivateFile("secrets/secret-key", 0o644, is_folder=False, length=5) in facts.private_files
    assert (facts.login.name, facts.login.is_superuser, facts.login.owns_tables) == ("laerling", True, True)
    assert facts.postgresql["track_commit_timestamp"] == "off"
    assert facts.postgresql["fsync"] == "off"
    assert abs(facts.skew_seconds) < 2
    assert (facts.n_migrations_waiting, facts.rights_are_applied) == (0, True)
    assert {"login", "mode", "secret", "postgresql", "https"} <= {unfit.code for unfit in findings(facts)}


@pytest.mark.django_db
def test_command_ends_with_one_and_names_every_finding():
    here = os.environ["DATABASE_URL"].rpartition("/")[0]
    ran = _run(DATABASE_URL=f"{here}/{connection.settings_dict['NAME']}")
    lines = [line.split(maxsplit=1)[0] for line in ran.stdout.splitlines()]
    assert ran.returncode == 1
    assert {"https", "hosts", "url", "login"} <= set(lines)
    assert "Nothing may be let loose" in ran.stderr


def test_command_that_cannot_look_fails_in_one_sentence():
    ran = _run(DATABASE_URL="postgresql://nobody:secret-word@127.0.0.1:1/nothing")
    assert ran.returncode == 1
    assert "It cannot be looked at" in ran.stderr
    assert "secret-word" not in ran.stdout + ran.stderr
    assert "Traceback" not in ran.stderr


def _run(**changes):
    command = [str(PROJECT / "laerling"), "check_deploy"]
    return subprocess.run(command, env=os.environ | changes, capture_output=True, text=True, check=False, timeout=120)
