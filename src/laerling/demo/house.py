"""What the demo needs of the house around it: a database, and a home made ready. Handed in by the command line."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from laerling.demo import feide
from laerling.demo.inbox import gateway

HOST: Final = "127.0.0.1"
# The years the demo's clock may show: far beyond, dates cannot be reckoned with, and nothing would answer any more.
FIRST_YEAR, LAST_YEAR = 2020, 2050
# How far above the staff site's port the highest of the others lies; and the ports anybody may listen on.
_MAIL_ABOVE: Final = 25
_SMS_ABOVE: Final = 24
_SFTP_ABOVE: Final = 22
FIRST_PORT, LAST_PORT = 1024, 65_535 - _MAIL_ABOVE


@dataclass(frozen=True, slots=True)
class House:
    """The home's folder, and how its database is started, stopped, emptied and made ready.

    `make_home` makes the folder and checks that it can be written in; `start_database` returns the database's URL; `prepare` sets Django up and makes an empty home ready, reading the
    environment anew. `owns_database` is false where DATABASE_URL names a database that is not the home's own.
    """

    home: Path
    owns_database: bool
    start_database: Callable[[], str]
    stop_database: Callable[[], None]
    remove_database: Callable[[], None]
    prepare: Callable[[], None]
    make_home: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Ports:
    """Where the demo listens: the staff site's port is chosen, the others follow from it."""

    staff: int

    @property
    def answering(self) -> int:
        """The port of the answering site."""
        return self.staff + 1

    @property
    def inbox(self) -> int:
        """The port of the inbox site."""
        return self.staff + 2

    @property
    def sftp(self) -> int:
        """The port of the counties' areas."""
        return self.staff + _SFTP_ABOVE

    @property
    def feide(self) -> int:
        """The port of the stand-in for others' sign-ins."""
        return self.staff + 3

    @property
    def mail(self) -> int:
        """The port of the mail server."""
        return self.staff + _MAIL_ABOVE

    @property
    def sms(self) -> int:
        """The port of the SMS gateway."""
        return self.staff + _SMS_ABOVE

    def all(self) -> tuple[int, ...]:
        """Every port the demo takes."""
        return self.staff, self.answering, self.inbox, self.feide, self.sftp, self.sms, self.mail

    def environment(self) -> dict[str, str]:
        """Return what every process of the demo is told about addresses."""
        return {
            "LAERLING_DEMO": "1",
            "LAERLING_STAFF_URL": self.url(self.staff),
            "LAERLING_ANSWERING_URL": self.url(self.answering),
            "LAERLING_INBOX_URL": self.url(self.inbox),
            "LAERLING_SFTP_HOST": HOST,
            "LAERLING_SFTP_PORT": str(self.sftp),
            "LAERLING_EMAIL_HOST": HOST,
            "LAERLING_EMAIL_PORT": str(self.mail),
            "LAERLING_SMS": gateway.as_configured(self.url(self.sms)),
            "LAERLING_OIDC": feide.as_configured(self.url(self.feide)),
        }

    def url(self, port: int) -> str:
        """Return the address of one of the sites, without a slash at the end."""
        return f"http://{HOST}:{port}"
