"""A county's way into its area: what works, what stops working, and that nothing secret is left anywhere."""

import json
import subprocess
from uuid import uuid4

import pytest

from laerling.access import actions, queries
from laerling.access.keys import NotAKey, host_fingerprint, host_key, read_public_key
from laerling.access.models import AreaKey, AreaLogin
from laerling.access.policy import whole
from laerling.access.rules import area_password, area_user, county_of_user
from laerling.audit.models import Event

pytestmark = pytest.mark.django_db
VESTLAND, OSLO = (whole("county", code) for code in ("46", "03"))
OFFICE = whole("office", "312345678", "Kontor")


@pytest.fixture
def made(by, now):
    """Make a password for Vestland and return it."""
    return actions.make_area_password(scope=VESTLAND, written_form="nn", by=by, now=now)


@pytest.fixture(scope="session")
def public(tmp_path_factory):
    """A public key of a kind and size: public("rsa", 3072)."""

    def make(kind, bits=None, name="id"):
        file = tmp_path_factory.mktemp("keys") / name
        size = ("-b", str(bits)) if bits else ()
        subprocess.run(["ssh-keygen", "-q", "-t", kind, *size, "-N", "", "-C", "Kari Vik", "-f", file], check=True)
        return file.with_suffix(".pub").read_text()

    return make


def add(public, by, now, scope=VESTLAND, label="filserver"):
    return actions.add_area_key(scope=scope, public=public, label=label, by=by, now=now)


def test_user_name_tells_the_county_and_only_the_county():
    assert area_user("46") == "fylke46"
    assert [county_of_user(user) for user in ("fylke46", "FYLKE46", "fylke4", "fylke466", "root", "fylke٤٦")] == [
        *("46", "46"),
        *("", "", "", ""),
    ]


def test_passwords_are_long_and_never_the_same():
    passwords = {area_password() for _ in range(200)}
    assert len(passwords) == 200
    assert {len(password.replace("-", "")) for password in passwords} == {30}
    assert not set("".join(passwords)) & set("0o1l")


def test_password_lets_in_and_is_kept_as_a_hash_only(made):
    entry = queries.area_entry_by_password("fylke46", made)
    assert (entry.county_code, entry.written_form) == ("46", "nn")
    assert made not in str(list(AreaLogin.objects.values_list()))
    assert queries.area_entry_by_password("fylke46", made + "x") is None
    assert queries.area_entry_by_password("fylke03", made) is None
    assert queries.area_entry_by_password("finnesikke", made) is None


def test_new_password_stops_the_old_one_and_its_sessions(made, by, now):
    before = queries.area_entry_by_password("fylke46", made)
    after = actions.make_area_password(scope=VESTLAND, written_form="nb", by=by, now=now)
    assert queries.area_entry_by_password("fylke46", made) is None
    assert queries.area_credentials([before.credential]) == frozenset()
    assert queries.area_entry_by_password("fylke46", after).written_form == "nb"


def test_password_is_taken_away_and_keys_go_on(made, public, by, now):
    fingerprint = add(public("ed25519"), by, now)
    for _ in range(2):
        actions.take_area_password(scope=VESTLAND, by=by, now=now)
    assert queries.area_entry_by_password("fylke46", made) is None
    assert queries.area_entry_by_key("fylke46", fingerprint) is not None
    assert Event.objects.filter(what="access.area.password_taken").count() == 1


def test_closed_area_lets_nobody_in_until_it_is_opened_and_never_by_the_old_password(made, public, by, now):
    fingerprint = add(public("ed25519"), by, now)
    inside = queries.area_entry_by_key("fylke46", fingerprint).credential
    actions.close_area(scope=VESTLAND, by=by, now=now)
    assert queries.area_entry_by_key("fylke46", fingerprint) is None
    assert queries.area_credentials([inside]) == frozenset()
    actions.open_area(scope=VESTLAND, by=by, now=now)
    assert queries.area_entry_by_key("fylke46", fingerprint) is not None
    assert queries.area_entry_by_password("fylke46", made) is None


def test_new_password_opens_a_closed_area(by, now):
    actions.close_area(scope=VESTLAND, by=by, now=now)
    password = actions.make_area_password(scope=VESTLAND, written_form="nb", by=by, now=now)
    assert queries.area_entry_by_password("fylke46", password) is not None
    assert queries.area("46").is_open


@pytest.mark.parametrize(("kind", "bits"), [("ed25519", None), ("ecdsa", 256), ("ecdsa", 521), ("rsa", 3072)])
def test_strong_keys_are_let_in_without_the_name_in_their_comment(public, by, now, kind, bits):
    fingerprint = add(public(kind, bits), by, now)
    (key,) = queries.area("46").keys
    assert key.fingerprint == fingerprint
    assert fingerprint.startswith("SHA256:")
    assert "Kari" not in AreaKey.objects.get().public


def test_weak_keys_and_texts_that_are_none_are_refused(public, by, now):
    good = public("ed25519")
    private = "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjE\n-----END OPENSSH PRIVATE KEY-----"
    texts = (public("rsa", 2048), private, "", "ssh-ed25519 AAAA", "ssh-ed25519", good[:40], "hei", "ssh-dss AAAA x")
    for text in (*texts, "ssh-rsa " + "A" * 6_000, 'command="x" ' + good, "ssh-ed25519\x00" + good):
        with pytest.raises(actions.UnusableKey):
            add(text, by, now)
    assert not AreaKey.objects.exists()
    with pytest.raises(NotAKey):
        read_public_key("/etc/passwd")


def test_same_key_twice_is_one_line_with_the_newer_name(public, by, now):
    text = public("ed25519")
    add(text, by, now)
    add(text, by, now, label="ny filserver")
    assert [key.label for key in queries.area("46").keys] == ["ny filserver"]


def test_removed_key_is_out_with_its_sessions_and_can_be_put_back(public, by, now):
    fingerprint = add(public("ed25519"), by, now)
    inside = queries.area_entry_by_key("fylke46", fingerprint).credential
    (key,) = queries.area("46").keys
    actions.remove_area_key(scope=VESTLAND, key_id=key.id, by=by, now=now)
    assert queries.area_entry_by_key("fylke46", fingerprint) is None
    assert queries.area_credentials([inside]) == frozenset()
    actions.put_back_area_key(scope=VESTLAND, key_id=key.id, by=by, now=now)
    assert queries.area_entry_by_key("fylke46", fingerprint) is not None
    assert queries.area_credentials([inside]) == frozenset()


def test_another_countys_key_looks_like_one_that_does_not_exist(public, by, now):
    add(public("ed25519"), by, now)
    (key,) = queries.area("46").keys
    for key_id in (key.id, uuid4()):
        for action in (actions.remove_area_key, actions.put_back_area_key):
            with pytest.raises(actions.NoSuchKey):
                action(scope=OSLO, key_id=key_id, by=by, now=now)
    assert queries.area_entry_by_key("fylke03", key.fingerprint) is None


def test_area_has_room_for_ten_keys(public, by, now):
    texts = [public("ed25519", name=f"id{number}") for number in range(actions.MOST_KEYS + 1)]
    for text in texts[:-1]:
        add(text, by, now)
    with pytest.raises(actions.TooManyKeys):
        add(texts[-1], by, now)


def test_offices_have_no_area(by, now):
    with pytest.raises(actions.NoArea):
        actions.make_area_password(scope=OFFICE, written_form="nb", by=by, now=now)


def test_what_is_written_down_holds_no_secret_and_no_name(made, public, by, now):
    add(public("ed25519"), by, now, label="Kari sin maskin")
    written = json.dumps(list(Event.objects.values_list("what", "about", "scope", "details")))
    assert "access.area.key_added" in written
    assert [secret for secret in (made, "Kari", "AAAA") if secret in written] == []


def test_server_keeps_its_key_and_shows_the_public_half(tmp_path):
    assert host_fingerprint(tmp_path) == ""
    first = host_key(tmp_path).get_fingerprint()
    assert host_key(tmp_path).get_fingerprint() == first == host_fingerprint(tmp_path)
    assert (tmp_path / "secrets" / "sftp-host-key").stat().st_mode & 0o077 == 0
    assert sorted(path.name for path in (tmp_path / "secrets").iterdir()) == ["sftp-host-key", "sftp-host-key.pub"]
