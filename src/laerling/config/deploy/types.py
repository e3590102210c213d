"""What is looked at before a process is let loose."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class PrivateFile:
    """A file its owner alone may read, or a folder nobody else may write to.

    `mode` is its permission bits; `length` in signs, of secrets only.
    """

    name: str
    mode: int
    is_folder: bool = False
    length: int | None = None


@dataclass(frozen=True, slots=True)
class Login:
    """Whom the database takes the process for. `other_roles` are roles of other processes that it could take."""

    name: str
    is_superuser: bool = False
    passes_row_security: bool = False
    owns_tables: bool = False
    other_roles: tuple[str, ...] = ()
    takes_own_role: bool = True
    is_local: bool = False
    is_encrypted: bool = True


@dataclass(frozen=True, slots=True)
class RoundKeyFact:
    """A round's key: whether one is made, whether it is the one pinned in this home, and whether its holders have shown it.

    `lets_open`: with the last proof the round opens on its day. `proof_is_fresh`: the proof is young today.
    """

    year: int
    opens_on: date
    closes_on: date
    is_made: bool
    is_pinned: bool
    lets_open: bool = True
    proof_is_fresh: bool = True


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the rules judge, as it is in this process and the database it reaches.

    `n_proxies` is how many proxies are said to stand before the site (`LAERLING_PROXIES`). `postgresql` holds the server's settings by name; `skew_seconds` is how far our clock is from the database's;
    `unchained_minutes` the age of the oldest event that is not in the audit's ledger, None where there is none.
    """

    site: str
    debug: bool
    demo: bool
    https: bool
    n_proxies: int
    allowed_hosts: tuple[str, ...]
    urls: Mapping[str, str]
    addresses: Mapping[str, str]
    cookies: Mapping[str, bool]
    mail_host: str
    mail_tls: bool
    private_files: tuple[PrivateFile, ...]
    django_warnings: tuple[str, ...]
    has_own_database: bool
    login: Login
    postgresql: Mapping[str, str]
    skew_seconds: float
    clock_offset_seconds: float
    n_migrations_waiting: int
    rights_are_applied: bool
    unchained_minutes: float | None
    today: date
    round_keys: tuple[RoundKeyFact, ...] = field(default=())
