"""Everything the environment may say, typed, with all faults in one list at start."""

import secrets
import tempfile
from functools import cache
from pathlib import Path
from typing import Literal

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict
from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT = Path(__file__).resolve().parents[3]

Site = Literal["staff", "answering", "inbox", "worker", "command"]


class NotUsable(RuntimeError):
    """Something the environment names cannot be used; the message says what, in one sentence."""


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
    allowed_hosts: list[str] = ["127.0.0.1", "localhost", "[::1]"]
    proxies: int = Field(default=0, ge=0, le=5)
    email_host: str = "127.0.0.1"
    email_port: int = 8025
    email_user: str = ""
    email_password: str = ""
    email_tls: bool = False
    email_from: str = "Lærlingundersøkelsen <undersokelse@eksempel.no>"
    support_email: str = "support@eksempel.no"
    contact_email: str = "post@eksempel.no"

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
