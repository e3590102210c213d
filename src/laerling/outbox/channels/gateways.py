"""What can be written in the environment of SMS gateways and of the mailbox where bounces come.

Read by `config.env` with all its faults in one list; docs/operate.md shows each kind.
"""

from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

# What a gateway may say became of a message: taken; arrived; never came; no such number; or nothing of it yet.
Word = Literal[
    "accepted", "delivered", "not_delivered", "expired", "no_such_number", "not_routable", "again", "unknown"
]

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_UNREADABLE = "secret_file names a file that cannot be read"
_UNSAFE = "an address without https is for a gateway on this machine only"


def _is_safe(url: str) -> bool:
    """Whether nobody can read along on the way to an address."""
    parts = urlsplit(url)
    return parts.scheme == "https" or parts.hostname in _LOOPBACK


class Secretive(BaseModel):
    """Has a secret: written in the environment, or better in a file that its owner alone reads."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    secret: str = Field(default="", repr=False)
    secret_file: Path | None = None

    @model_validator(mode="after")
    def _can_be_read(self) -> Self:
        """Check that the file of the secret is there."""
        if self.secret_file is not None and not self.secret_file.is_file():
            fault = "secret"
            raise PydanticCustomError(fault, _UNREADABLE)
        return self

    def password(self) -> str:
        """Return the secret."""
        return self.secret_file.read_text(encoding="utf-8").strip() if self.secret_file else self.secret


class Reply(BaseModel):
    """What one sort of reply means. It is meant when the status is among `status` and `text` (a regular expression) is found."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    status: list[int] = []
    text: str = ""
    means: Word


class Report(BaseModel):
    """Which fields of a delivery report hold our id, the gateway's id and the status, and what each status means.

    Dots lead into JSON: "receipt.status". What stands in the fields of `status` is put together with a blank between;
    `words` are regular expressions, and the first that is found there wins.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    message: str = ""
    reference: str = ""
    status: list[str] = Field(min_length=1)
    words: dict[str, Word]


class HttpGateway(Secretive):
    """Any gateway that takes an SMS by one HTTP request.

    In `url`, `fields` and `headers` stand {to} (+4741234567), {to_digits} (4741234567), {text}, {id} (our message id),
    {sender}, {secret}, {report_url} and {coding} (0 where the text fits the SMS alphabet, else 2). `reference` is where
    in the JSON reply the gateway's id stands, or a regular expression with one group. With `idempotency_header` the
    gateway takes a repeat for the same message; with `lookup_url` ({id}) it can be asked.
    """

    kind: Literal["http"] = "http"
    name: str = Field(default="http", pattern=r"^[a-z][a-z0-9-]{1,19}$")
    url: str = Field(pattern=r"^https?://")
    method: Literal["GET", "POST", "PUT"] = "POST"
    body: Literal["query", "form", "json"] = "json"
    fields: dict[str, Any]
    headers: dict[str, str] = {}
    user: str = ""
    replies: list[Reply] = []
    reference: str = ""
    idempotency_header: str = ""
    lookup_url: str = ""
    lookup_status: str = ""
    report: Report | None = None
    connections: int = Field(default=16, ge=1, le=64)

    @model_validator(mode="after")
    def _can_be_used(self) -> Self:
        """Check that nobody can read along, and that a look-up says where the answer stands."""
        faults = {
            _UNSAFE: not _is_safe(self.url),
            "lookup_url needs lookup_status and report": bool(self.lookup_url)
            and not (self.lookup_status and self.report),
        }
        for sentence, is_so in faults.items():
            if is_so:
                fault = "gateway"
                raise PydanticCustomError(fault, sentence)
        return self

    def as_http(self) -> "HttpGateway":
        """Return itself."""
        return self


# dlr-mask 31 asks for every report; %d is the sort of report and %A the centre's own words (SMPP: "stat:EXPIRED").
_KANNEL_FIELDS = {
    "password": "{secret}",
    "from": "{sender}",
    "to": "{to}",
    "text": "{text}",
    "charset": "UTF-8",
    "coding": "{coding}",
    "dlr-mask": "31",
    "dlr-url": "{report_url}?id={id}&status=%d&words=%A",
}
_KANNEL_REPLIES = [
    Reply(status=[202], text=r"^[03]:", means="accepted"),
    Reply(text="^Not routable", means="not_routable"),
]
_KANNEL_REPORT = Report(
    message="id",
    status=["status", "words"],
    words={
        r"^1\b": "delivered",
        r"^(4|8)\b": "accepted",
        r"^2\b.*stat:(EXPIRED|DELETED)": "expired",
        r"^2\b.*stat:(UNDELIV|REJECTD)": "no_such_number",
        r"^2\b": "not_delivered",
        r"^16\b.*(0x0000000b|[Ii]nvalid [Dd]est|no such number)": "no_such_number",
        r"^16\b": "not_delivered",
    },
)


class KannelGateway(Secretive):
    """Kannel's sendsms: `user` and secret are those of a group sendsms-user. It knows no repeats and cannot be asked."""

    kind: Literal["kannel"]
    url: str = Field(default="http://127.0.0.1:13013/cgi-bin/sendsms", pattern=r"^https?://")
    user: str
    connections: int = Field(default=16, ge=1, le=64)

    def as_http(self) -> HttpGateway:
        """Return it described as any other gateway."""
        return HttpGateway(
            name="kannel",
            url=self.url,
            method="GET",
            body="query",
            fields={"username": self.user, **_KANNEL_FIELDS},
            replies=_KANNEL_REPLIES,
            report=_KANNEL_REPORT,
            secret=self.secret,
            secret_file=self.secret_file,
            connections=self.connections,
        )


class AltinnGateway(BaseModel):
    """Altinn Notifications, by a client of Maskinporten with the scope altinn:serviceowner/notifications.create.

    `key_file` is the client's private key (PEM) and `key_id` its id there. A repeat with the same id is taken as such.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["altinn"]
    url: str = Field(default="https://platform.altinn.no", pattern=r"^https?://")
    maskinporten_url: str = Field(default="https://maskinporten.no/", pattern=r"^https?://")
    client_id: str
    key_file: Path
    key_id: str
    connections: int = Field(default=8, ge=1, le=64)

    @model_validator(mode="after")
    def _can_be_used(self) -> Self:
        """Check that the key is there and that nobody can read along."""
        faults = {
            "key_file names a file that cannot be read": not self.key_file.is_file(),
            _UNSAFE: not (_is_safe(self.url) and _is_safe(self.maskinporten_url)),
        }
        for sentence, is_so in faults.items():
            if is_so:
                fault = "gateway"
                raise PydanticCustomError(fault, sentence)
        return self


Gateway = Annotated[HttpGateway | KannelGateway | AltinnGateway, Field(discriminator="kind")]
"""One of the three, told apart by its `kind`."""


class ImapBox(Secretive):
    """A mailbox of bounces over IMAP, with TLS. What has been read is marked as seen and stays."""

    kind: Literal["imap"]
    host: str
    port: int = Field(default=993, ge=1, le=65_535)
    user: str
    folder: str = "INBOX"


class Maildir(BaseModel):
    """A mailbox of bounces as a folder on this machine (Maildir). What has been read is moved from `new` to `cur`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["maildir"]
    path: Path


BounceBox = Annotated[ImapBox | Maildir, Field(discriminator="kind")]
"""Where bounced mail comes back to."""
