"""Everything the environment may say, typed, with all faults in one list at start."""

import secrets
import tempfile
from functools import cache
from pathlib import Path
from typing import Literal, Self

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict
from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict

from laerling.outbox.channels.gateways import BounceBox, Gateway

PROJECT = Path(__file__).resolve().parents[3]

Site = Literal["staff", "answering", "inbox", "worker", "sftp", "command"]


class NotUsable(RuntimeError):
    """Something the environment names cannot be used; the message says what, in one sentence."""


class Door(BaseModel):
    """Somebody else's sign-in that people may come through: Feide, ID-porten, Ansattporten, UIDP (OpenID Connect).

    `key_file` is our private key (PEM), for a signed client assertion; `secret` the shared one where a provider knows
    nothing better. `acr`: what the id token must say about how the person signed in. `is_second_factor`: that counts
    as a second factor. `trusts_email`: an address the provider calls verified leads to the account that has it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z][a-z0-9-]{1,19}$")
    name: str
    issuer: str = Field(pattern=r"^https?://")
    client_id: str
    secret: str = ""
    key_file: Path | None = None
    key_id: str = ""
    scope: list[str] = ["openid", "email"]
    subject: str = "sub"
    acr: list[str] = []
    is_second_factor: bool = False
    trusts_email: bool = False

    @model_validator(mode="after")
    def _can_be_used(self) -> Self:
        """Check that the client can prove itself, over a line nobody reads, and what a second factor is told by."""
        is_here = self.issuer.startswith(("http://127.0.0.1:", "http://localhost:"))
        faults = {
            "give either key_file or secret": bool(self.secret) == (self.key_file is not None),
            "key_file names a file that cannot be read": self.key_file is not None and not self.key_file.is_file(),
            "an issuer without https is for trying out on this machine": not (is_here or self.issuer[:6] == "https:"),
            "is_second_factor needs acr": self.is_second_factor and not self.acr,
        }
        for sentence, is_so in faults.items():
            if is_so:
                fault = "door"
                raise PydanticCustomError(fault, sentence)
        return self


class Env(BaseSettings):
    """The variables, `LAERLING_` before each but DATABASE_URL. docs/operate.md describes them."""

    model_config = SettingsConfigDict(env_prefix="LAERLING_", extra="ignore")

    home: Path = PROJECT / "var"
    database_url: str | None = Field(default=None, validation_alias="DATABASE_URL")
    site: Site = "command"
    demo: bool = False
    https: bool = False
    debug: bool = False
    staff_url: str = "http://127.0.0.1:8000"
    answering_url: str = "http://127.0.0.1:8001"
    inbox_url: str = "http://127.0.0.1:8002"
    sftp_host: str = "127.0.0.1"
    sftp_port: int = Field(default=8022, ge=1, le=65_535)
    allowed_hosts: list[str] = ["127.0.0.1", "localhost", "[::1]"]
    inbox: Path | None = None
    layouts: Path | None = None
    proxies: int = Field(default=0, ge=0, le=5)
    email_host: str = "127.0.0.1"
    email_port: int = 8025
    email_user: str = ""
    email_password: str = ""
    email_tls: bool = False
    email_from: str = "Lærlingundersøkelsen <undersokelse@eksempel.no>"
    email_bounces: str = Field(default="", pattern=r"^([^@\s<>]*\{id\}[^@\s<>]*@[A-Za-z0-9.-]+)?$")
    email_connections: int = Field(default=4, ge=1, le=20)
    support_email: str = "support@eksempel.no"
    contact_email: str = "post@eksempel.no"
    # Three to eleven letters and figures, as mobile networks take a sender that is no number.
    sms_sender: str = Field(default="Udir", pattern=r"^[A-Za-z][A-Za-z0-9]{2,10}$")
    sms: Gateway | None = None
    bounces: BounceBox | None = None
    email_provider: Literal["", "brevo", "mailgun"] = ""
    email_provider_keys: dict[str, str] = {}
    oidc: list[Door] = []

    @model_validator(mode="after")
    def _provider_is_known_by_its_key(self) -> Self:
        """Check that what a mail provider needs to be believed is there."""
        if self.email_provider == "mailgun" and "MAILGUN_WEBHOOK_SIGNING_KEY" not in self.email_provider_keys:
            fault, message = (
                "email_provider",
                "mailgun needs MAILGUN_WEBHOOK_SIGNING_KEY in LAERLING_EMAIL_PROVIDER_KEYS",
            )
            raise PydanticCustomError(fault, message)
        return self

    @field_validator("database_url")
    @classmethod
    def _read_as_address(cls, url: str | None) -> str | None:
        """Check that an address can be read and names a database; libpq's own words may repeat the password in it."""
        if not url:
            return None
        try:
            is_whole = bool(conninfo_to_dict(url).get("dbname"))
        except ProgrammingError:
            is_whole = False
        if not is_whole:
            fault, message = "database_url", "Write it like postgresql://user:password@host:5432/name"
            raise PydanticCustomError(fault, message)
        return url

    def require_home(self) -> None:
        """Make the data folder if need be. Raises NotUsable where nothing can be written in it."""
        try:
            self.home.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=self.home):
                pass
        except OSError as fault:
            message = f"LAERLING_HOME names {self.home}, and nothing can be written there: {fault.strerror}."
            raise NotUsable(message) from fault

    def secret(self, name: str) -> str:
        """Return a secret of this home, made on first use and readable by its owner only."""
        path = self.home / "secrets" / name
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(48))
        return path.read_text().strip()


@cache
def env() -> Env:
    """Return this process's environment. Raises pydantic's ValidationError with every fault it has."""
    return Env()
