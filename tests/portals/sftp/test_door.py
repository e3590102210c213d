"""Who is let in, who is not, who must leave, and what is written down about it."""

import asyncio
import json
import logging
import socket
import time
from contextlib import suppress

import asyncssh
import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher

from laerling.access import actions as access
from laerling.access import queries as entries
from laerling.access.queries import county_scope
from laerling.audit.models import Event
from laerling.portals.sftp import serving
from laerling.portals.sftp.visit import MOST_REFUSALS
from laerling.register.receipts.models import CorrectionReceipt
from laerling.register.receipts.rules import MOST_BYTES

pytestmark = pytest.mark.django_db(transaction=True)


def is_in(said):
    return said.code == 0 and "LES-MEG.txt" in said.out


def is_out(said):
    return said.code == 255 and "LES-MEG.txt" not in said.out


def events(what):
    return list(Event.objects.filter(what=what).order_by("at").values_list("scope", "details"))


def until(what, seconds=10):
    """Wait until something is so."""
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def is_cut(client):
    """Whether a session that stayed open has nothing behind it any more. The client looks when it is asked to do something."""
    out, _err = client.communicate("ls\n", timeout=10)
    return client.returncode != 0 and "LES-MEG.txt" not in out


def goes_on(client):
    out, _err = client.communicate("ls\n", timeout=10)
    return client.returncode == 0 and "LES-MEG.txt" in out


def waits(client):
    """Wait until an open session has answered its first line."""
    client.stdin.write("ls\n")
    client.stdin.flush()
    text = ""
    while "LES-MEG.txt" not in text:
        text += client.stdout.readline()
    return client


def test_password_lets_in_its_own_county_only(sftp, vestland, password_of):
    oslo = password_of("03")
    assert is_in(sftp("fylke46", "ls", password=vestland))
    assert is_in(sftp("fylke03", "ls", password=oslo))
    for user, password in (("fylke03", vestland), ("fylke46", oslo), ("fylke46", ""), ("fylke11", vestland)):
        assert is_out(sftp(user, "ls", password=password))
    assert events("access.area.entered") == [
        ("county:46", {"way": "password"}),
        ("county:03", {"way": "password"}),
    ]


@pytest.mark.parametrize("kind", ["ed25519", "ecdsa", "rsa"])
def test_key_lets_in_its_own_county_only(sftp, vestland, key_of, kind):
    key = key_of("46", kind)
    assert is_in(sftp("fylke46", "ls", key=key))
    assert is_out(sftp("fylke03", "ls", key=key))
    assert events("access.area.entered") == [("county:46", {"way": "key"})]


def test_unknown_user_is_answered_as_a_wrong_password_is(sftp, vestland, settings, monkeypatch):
    # The real kind of hash, so that there is something to take time.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    monkeypatch.setattr(PBKDF2PasswordHasher, "iterations", 200_000)
    access.make_area_password(scope=county_scope("46"), written_form="nb", by=serving._SYSTEM, now=_now())

    def took(user):
        # The processor's time: what the clock on the wall shows depends on who else is at work on this machine.
        times = []
        for number in range(5):
            begun = time.thread_time()
            assert entries.area_entry_by_password(user, f"feil-{number}") is None
            times.append(time.thread_time() - begun)
        return min(times)

    known, unknown, no_user = took("fylke46"), took("fylke03"), took("root")
    assert 0.5 < unknown / known < 2
    assert 0.5 < no_user / known < 2
    wrong, nobody = (sftp(user, "ls", password="feil") for user in ("fylke46", "root"))
    first, other = (said.err.splitlines()[0].partition("@")[2] for said in (wrong, nobody))
    assert first == other == "127.0.0.1: Permission denied (publickey,password)."


def test_whoever_guesses_must_wait_and_shuts_nobody_else_out(sftp, vestland, password_of, key_of):
    oslo, key = password_of("03"), key_of("46")
    for _ in range(5):
        assert is_out(sftp("fylke46", "ls", password="feil"))
    locked = sftp("fylke46", "ls", password=vestland)
    assert is_out(locked)
    assert "For mange feil passord herfra. Vent 1 min og prøv igjen. Nøkler virker fortsatt." in locked.err
    assert is_in(sftp("fylke46", "ls", key=key))
    assert is_in(sftp("fylke03", "ls", password=oslo))
    time.sleep(5)
    assert is_in(sftp("fylke46", "ls", password=vestland))
    assert is_in(sftp("fylke46", "ls", password=vestland))


def test_three_wrong_passwords_end_the_connection(server, vestland):
    async def guess():
        passwords = iter(["a", "b", "c", vestland])

        class Client(asyncssh.SSHClient):
            def password_auth_requested(self):
                return next(passwords, None)

        with pytest.raises(asyncssh.DisconnectError):
            await asyncssh.connect(
                "127.0.0.1",
                server.port,
                username="fylke46",
                known_hosts=None,
                client_factory=Client,
                client_keys=None,
                agent_path=None,
                config=None,
            )
        return list(passwords)

    assert asyncio.run(guess()) == []


def test_refused_are_counted_without_a_user_name_or_address(server, sftp, vestland, caplog):
    caplog.set_level(logging.DEBUG, logger="laerling")
    for user in ("fylke46", "fylke46", "kanari", "fylke99"):
        sftp(user, "ls", password="kanari-passord")
    sftp("fylke46", "ls", "rm LES-MEG.txt", "get LES-MEG.txt", password=vestland)
    server.stop()
    assert sorted(events("access.area.refused"), key=str) == [
        ("", {"n": 2, "why": "password"}),
        ("county:46", {"n": 2, "why": "password"}),
    ] or sorted(events("access.area.refused"), key=str) == [
        ("", {"n": 1, "why": "password"}),
        ("", {"n": 1, "why": "password"}),
        ("county:46", {"n": 2, "why": "password"}),
    ]
    assert events("access.area.left") == [("county:46", {"n_fetched": 1, "n_handed_in": 0, "n_refused": 1})]
    written = json.dumps(list(Event.objects.values_list("actor_id", "what", "about", "scope", "details"))) + caplog.text
    assert [secret for secret in ("kanari", "fylke99", "127.0.0.1", vestland) if secret in written] == []


def test_keys_of_an_agent_are_one_try(server, sftp, vestland, key_of):
    oslos = key_of("03")
    assert is_out(sftp("fylke46", "ls", key=oslos, options=("-i", str(key_of("03", "ecdsa", "another")))))
    server.stop()
    assert events("access.area.refused") == [("county:46", {"n": 1, "why": "key"})]


def test_session_ends_when_its_password_is_changed(server, sftp, vestland, password_of, key_of):
    by_password, by_key = sftp.stays("fylke46", password=vestland), sftp.stays("fylke46", key=key_of("46"))
    waits(by_password), waits(by_key)
    renewed = password_of("46")
    until(lambda: server.n_in == 1)
    assert is_cut(by_password)
    assert goes_on(by_key)
    assert is_out(sftp("fylke46", "ls", password=vestland))
    assert is_in(sftp("fylke46", "ls", password=renewed))


def test_session_ends_when_its_key_is_removed_or_the_area_is_closed(server, sftp, vestland, key_of, by, now):
    by_password, by_key = sftp.stays("fylke46", password=vestland), sftp.stays("fylke46", key=key_of("46"))
    waits(by_password), waits(by_key)
    (key,) = entries.area("46").keys
    access.remove_area_key(scope=county_scope("46"), key_id=key.id, by=by, now=now)
    until(lambda: server.n_in == 1)
    assert is_cut(by_key)
    waits(by_password)
    access.close_area(scope=county_scope("46"), by=by, now=now)
    until(lambda: server.n_in == 0)
    assert is_cut(by_password)
    assert is_out(sftp("fylke46", "ls", password=vestland))


def test_nothing_is_fetched_with_what_has_just_been_taken_away(server, vestland, by, now, monkeypatch):
    """Also in the second before the session is ended."""
    monkeypatch.setattr(serving.Areas, "look_over", _nothing)

    async def fetch():
        async with _client(server, vestland) as connection, connection.start_sftp_client() as sftp:
            assert await sftp.exists("/LES-MEG.txt")
            await asyncio.to_thread(_close, by, now)
            with pytest.raises(asyncssh.SFTPPermissionDenied, match="slipper deg ikke lenger inn"):
                await sftp.open("/LES-MEG.txt")
            with pytest.raises(asyncssh.SFTPPermissionDenied):
                await sftp.open("/kvitteringer/a.txt", "wb")

    asyncio.run(fetch())
    assert events("access.area.fetched") == []


def test_county_has_four_seats_and_takes_none_of_anothers(sftp, vestland, password_of):
    for _ in range(serving.MOST_SESSIONS_A_COUNTY):
        waits(sftp.stays("fylke46", password=vestland))
    assert is_out(sftp("fylke46", "ls", password=vestland))
    assert is_in(sftp("fylke03", "ls", password=password_of("03")))
    sftp.quits()
    until(lambda: is_in(sftp("fylke46", "ls", password=vestland)))


def test_those_who_say_nothing_take_a_few_places_only(server, sftp, vestland):
    silent = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(serving.MOST_WAITING_FROM_ONE_PLACE)]
    time.sleep(0.3)
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as late:
        late.recv(100)
        assert late.recv(100) == b"" or late.recv(4000) == b""
    for one in silent:
        one.close()
    time.sleep(0.3)
    assert is_in(sftp("fylke46", "ls", password=vestland))


def test_session_nobody_is_heard_of_in_is_ended(server, sftp, vestland, monkeypatch):
    client = waits(sftp.stays("fylke46", password=vestland))
    monkeypatch.setattr(serving, "IDLE_SECONDS", 1)
    until(lambda: server.n_in == 0)
    assert is_cut(client)


@pytest.mark.parametrize("way", ["abort", "eof"])
def test_upload_that_is_broken_off_leaves_nothing(server, vestland, way):
    async def upload():
        async with _client(server, vestland) as connection:
            sftp = await connection.start_sftp_client()
            file = await sftp.open("/kvitteringer/halv.txt", "wb")
            await file.write(b"x" * 100_000)
            if way == "abort":
                connection.abort()
            else:
                sftp.exit()
                await sftp.wait_closed()
                await asyncio.sleep(0.5)

    asyncio.run(upload())
    server.stop()
    assert not CorrectionReceipt.objects.exists()
    assert [details["n_handed_in"] for _scope, details in events("access.area.left")] == [0]


def test_whoever_goes_on_sending_what_is_refused_is_shown_out(server, vestland):
    async def flood():
        async with _client(server, vestland) as connection, connection.start_sftp_client() as sftp:
            file = await sftp.open("/kvitteringer/uten ende.txt", "wb")
            offset = n = 0
            try:
                while n < MOST_REFUSALS * 3:
                    n += 1
                    size = 2**20 if offset <= MOST_BYTES else 10
                    with suppress(asyncssh.SFTPFailure):
                        await file.write(b"x" * size, offset)
                    offset += size
            except (asyncssh.SFTPError, asyncssh.Error, OSError):
                return n
            return n

    n = asyncio.run(flood())
    assert MOST_REFUSALS <= n < MOST_REFUSALS * 2
    assert not CorrectionReceipt.objects.exists()


def test_pieces_out_of_order_are_refused(server, vestland):
    async def upload():
        async with _client(server, vestland) as connection, connection.start_sftp_client() as sftp:
            file = await sftp.open("/kvitteringer/hull.txt", "wb")
            await file.write(b"a", 0)
            with pytest.raises(asyncssh.SFTPFailure, match="fra begynnelsen"):
                await file.write(b"b", 5_000_000)
            await file.close()
            with pytest.raises(asyncssh.SFTPPermissionDenied):
                await sftp.open("/kvitteringer/lese-og-skrive.txt", "w+b")

    asyncio.run(upload())
    assert not CorrectionReceipt.objects.exists()


def test_fault_of_ours_tells_nothing_of_our_insides(server, vestland, monkeypatch, caplog):
    from laerling.portals.sftp import files

    def broken(*_arguments):
        raise ValueError("Kari Nordmann 01017012345")

    monkeypatch.setattr(files, "files", broken)

    async def look():
        async with _client(server, vestland) as connection, connection.start_sftp_client() as sftp:
            with pytest.raises(asyncssh.SFTPFailure) as fault:
                await sftp.stat("/LES-MEG.txt")
            return str(fault.value)

    assert asyncio.run(look()) == "Noe gikk galt hos oss. Prøv igjen, eller skriv til teknisk hjelp."
    assert "county 46: ValueError at test_door.py" in caplog.text
    assert "Kari" not in caplog.text


def test_old_algorithms_are_not_spoken(server, vestland):
    async def connect(**algorithms):
        async with _client(server, vestland, **algorithms):
            pass

    for old in (
        {"kex_algs": ["diffie-hellman-group14-sha1"]},
        {"encryption_algs": ["aes128-cbc"]},
        {"encryption_algs": ["aes128-ctr"], "mac_algs": ["hmac-sha1"]},
        {"server_host_key_algs": ["ssh-rsa"]},
    ):
        with pytest.raises(asyncssh.Error):
            asyncio.run(connect(**old))
    asyncio.run(connect(encryption_algs=["aes128-ctr"], mac_algs=["hmac-sha2-256"]))


def _client(server, password, **more):
    return asyncssh.connect(
        "127.0.0.1",
        server.port,
        username="fylke46",
        password=password,
        known_hosts=None,
        client_keys=None,
        agent_path=None,
        config=None,
        **more,
    )


def _close(by, now):
    from django.db import connection

    access.close_area(scope=county_scope("46"), by=by, now=now)
    connection.close()


def _now():
    from laerling.kernel import clock

    return clock.now()


async def _nothing(_areas):
    pass
