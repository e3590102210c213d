"""What a deployed process must be like. Each finding is one sentence: what is wrong, and what to do about it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from urllib.parse import urlsplit

from laerling.config.deploy.types import Facts
from laerling.responses.rules import PROOF_DAYS

SHORTEST_SECRET: Final = 43
MOST_SKEW_SECONDS: Final = 2.0
LONGEST_UNCHAINED_MINUTES: Final = 10.0
# How long before the opening the round's key must be there, and the proof that its holders have it.
KEY_DAYS: Final = 14
PROOF_WARNING_DAYS: Final = 7

# setting -> (values that will do, the one to set first; why)
POSTGRESQL: Final[dict[str, tuple[tuple[str, ...], str]]] = {
    "fsync": (("on",), "an answer that was taken in could be lost"),
    "full_page_writes": (("on",), "a power cut could spoil the tables"),
    "synchronous_commit": (
        ("on", "local", "remote_write", "remote_apply"),
        "an answer that was taken in could be lost",
    ),
    "data_checksums": (("on",), "damage on the disk would go unseen"),
    "track_commit_timestamp": (("off",), "it tells when each person answered"),
    "wal_level": (("replica", "minimal"), "decoded changes would tell who answered what"),
    "log_statement": (("none", "ddl"), "the log would hold people's data"),
    "log_min_duration_statement": (("-1",), "the log would hold people's data"),
    "log_parameter_max_length_on_error": (("0",), "the log would hold people's data"),
    "log_error_verbosity": (("terse",), "the log would show rows that break a rule"),
    "password_encryption": (("scram-sha-256",), "passwords of logins would be weakly kept"),
    "row_security": (("on",), "queries that meet guarded rows would fail"),
}
_LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1", "[::1]"})
_INVENTED: Final = ("eksempel.no", "example.com", "example.org")


@dataclass(frozen=True, slots=True)
class Unfit:
    """One thing that is not as it must be."""

    code: str
    sentence: str


def findings(facts: Facts) -> tuple[Unfit, ...]:
    """Return everything that is not as it must be; empty where the process may be let loose."""
    checks = (_switches, _names, _people, _files, _login, _server, _state, _keys)
    return tuple(found for check in checks for found in check(facts))


def _switches(facts: Facts) -> Iterator[Unfit]:
    if facts.debug:
        yield Unfit("debug", "LAERLING_DEBUG is on and shows code and data to whoever meets a fault. Set it to false.")
    if facts.demo:
        yield Unfit("demo", "LAERLING_DEMO is on: the clock can be set and keys lie beside the urn. Set it to false.")
    if not facts.https:
        yield Unfit(
            "https", "LAERLING_HTTPS is off: cookies would go unencrypted. Put TLS before it, and set it to true."
        )
    if facts.site == "answering" and not facts.n_proxies:
        yield Unfit(
            "proxy",
            "LAERLING_PROXIES is 0: nobody waits for slow senders, and a gathering would count as one guesser."
            " Put deploy/nginx.conf before the answering site, and set it to 1.",
        )
    for name, is_set in facts.cookies.items():
        if facts.https and not is_set:
            yield Unfit(
                "cookie", f"{name} is not set: cookies could be stolen. It follows LAERLING_HTTPS; leave it so."
            )
    for warning in facts.django_warnings:
        yield Unfit("django", f"Django warns: {warning}")


def _names(facts: Facts) -> Iterator[Unfit]:
    hosts = set(facts.allowed_hosts)
    if any("*" in host or host.startswith(".") for host in hosts):
        yield Unfit("hosts", "LAERLING_ALLOWED_HOSTS takes any name. List the exact host names of the sites.")
    if hosts and hosts <= _LOOPBACK:
        yield Unfit("hosts", "LAERLING_ALLOWED_HOSTS names this machine only. List the exact host names of the sites.")
    for variable, url in facts.urls.items():
        parts = urlsplit(url)
        if parts.scheme != "https" or parts.hostname in _LOOPBACK:
            yield Unfit("url", f"{variable} is no public https address. Write the address people use.")
    if len({urlsplit(url).netloc for url in facts.urls.values()}) < len(facts.urls):
        yield Unfit("url", "Staff and answering site have one address. Give each a host name of its own.")


def _people(facts: Facts) -> Iterator[Unfit]:
    for variable, address in facts.addresses.items():
        if any(name in address for name in _INVENTED):
            yield Unfit("address", f"{variable} is an invented address. Write one that somebody reads.")
    if not facts.mail_tls and facts.mail_host not in _LOOPBACK:
        yield Unfit("mail", "Mail goes unencrypted to another machine. Set LAERLING_EMAIL_TLS to true.")


def _files(facts: Facts) -> Iterator[Unfit]:
    for file in facts.private_files:
        if file.mode & (0o022 if file.is_folder else 0o077):
            yield Unfit("mode", f"{file.name} is open to others ({file.mode:03o}). Run chmod go= on it.")
        if file.length is not None and file.length < SHORTEST_SECRET:
            yield Unfit(
                "secret", f"{file.name} is {file.length} signs long. Write {SHORTEST_SECRET} random ones or more in it."
            )


def _login(facts: Facts) -> Iterator[Unfit]:
    login = facts.login
    if facts.has_own_database:
        yield Unfit("database", "The database is the one for trying out. Name a PostgreSQL 18 in DATABASE_URL.")
    if login.is_superuser or login.passes_row_security:
        yield Unfit(
            "login", f"The login {login.name} gets past every wall. Give the process a login without privileges."
        )
    if facts.site != "command" and login.owns_tables:
        yield Unfit("login", f"The login {login.name} owns the tables. Give the process a login of its own.")
    if facts.site != "command" and not login.takes_own_role:
        yield Unfit("login", f"The process is not in its own role. GRANT the role of {facts.site} to {login.name}.")
    if facts.site != "command" and login.other_roles:
        others = ", ".join(login.other_roles)
        yield Unfit("login", f"The login {login.name} could act as {others} too. Give each process a login of its own.")
    if not login.is_local and not login.is_encrypted:
        yield Unfit("tls", "The way to the database is not encrypted. Add sslmode=verify-full to DATABASE_URL.")


def _server(facts: Facts) -> Iterator[Unfit]:
    for name, (fitting, why) in POSTGRESQL.items():
        value = facts.postgresql.get(name, "")
        if value not in fitting:
            told = value or "not to be read"
            yield Unfit("postgresql", f"PostgreSQL's {name} is {told}: {why}. Set it to {fitting[0]}.")


def _state(facts: Facts) -> Iterator[Unfit]:
    if abs(facts.skew_seconds) > MOST_SKEW_SECONDS:
        yield Unfit(
            "clock", f"Our clock is {facts.skew_seconds:+.1f} s from the database's. Let both follow the same time."
        )
    if facts.clock_offset_seconds:
        yield Unfit("clock", "The database's clock is a demo's that was set. Use a database that was never a demo's.")
    if facts.n_migrations_waiting:
        yield Unfit("behind", f"{facts.n_migrations_waiting} migrations wait. Run ./laerling migrate as the owner.")
    if not facts.rights_are_applied:
        yield Unfit("behind", "Rights and rows in the database are not this version's. Run any command as the owner.")
    if facts.unchained_minutes is not None and facts.unchained_minutes > LONGEST_UNCHAINED_MINUTES:
        minutes = round(facts.unchained_minutes)
        yield Unfit("audit", f"Events have waited {minutes} minutes to be chained. Is the worker running? Start it.")


def _keys(facts: Facts) -> Iterator[Unfit]:
    for key in facts.round_keys:
        if facts.today > key.closes_on:
            continue
        if key.is_made and not key.is_pinned:
            yield Unfit(
                "key", f"The key of {key.year} is not the one pinned here. Find out who changed it before it opens."
            )
        if not key.is_made and facts.today >= key.opens_on - timedelta(days=KEY_DAYS):
            yield Unfit("key", f"The round of {key.year} opens soon and has no key. Run ./laerling make_round_key.")
        if key.is_made and not key.lets_open and facts.today >= key.opens_on - timedelta(days=PROOF_WARNING_DAYS):
            yield Unfit(
                "proof",
                f"The round of {key.year} cannot open: no two key holders have shown in time that they can open the urn."
                " Let them answer a challenge.",
            )
        elif key.is_made and not key.proof_is_fresh and facts.today >= key.opens_on:
            yield Unfit(
                "proof",
                f"The proof of the key of {key.year} is more than {PROOF_DAYS} days old. People go on answering;"
                " let two key holders answer a challenge again.",
            )
