"""Mail that comes back: delivery reports (RFC 3464) and complaints (RFC 5965), read into what they tell of our message.

Which message it is about stands in the address it came back to (VERP: LAERLING_EMAIL_BOUNCES), or in the Message-ID of
the letter that is enclosed. Both hold our message id, which nobody but the recipient has seen. Pure.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message
from typing import Final, Literal
from uuid import UUID

from laerling.outbox.types import Receipt, State

PROVIDER: Final = "mailbox"
What = Literal["bounced", "late", "complaint"]
_UUID: Final = r"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"
_CAME_BACK_TO: Final = re.compile(rf"{_UUID}[^@\s]*@", re.IGNORECASE)
_MESSAGE_ID: Final = re.compile(rf"<{_UUID}@", re.IGNORECASE)
_ENCLOSED: Final = re.compile(rf"^message-id:\s*<{_UUID}@", re.IGNORECASE | re.MULTILINE)
_CODE: Final = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_ADDRESSEES: Final = ("Delivered-To", "X-Original-To", "To")
_ANSWERS_TO: Final = ("In-Reply-To", "References")


@dataclass(frozen=True, slots=True)
class Returned:
    """What a mail that came back tells: the letter bounced, is late, or its reader complained.

    `code` is the enhanced status, "5.1.1"; empty for a complaint.
    """

    message_id: UUID
    what: What
    code: str = ""

    def receipt(self) -> Receipt:
        """Return it as a receipt. A complaint says that the letter arrived."""
        state = {"bounced": State.BOUNCED, "late": State.ACCEPTED, "complaint": State.DELIVERED}[self.what]
        return Receipt("email", PROVIDER, self.message_id, "", state, f"dsn_{self.code}" if self.code else self.what)


def read(content: bytes) -> Returned | None:
    """Read a mail from the mailbox of bounces; None where it is nothing of the kind, or not about a message of ours."""
    mail = message_from_bytes(content, policy=policy.compat32)
    kind = str(mail.get_param("report-type", "")).lower() if mail.get_content_type() == "multipart/report" else ""
    if kind == "delivery-status":
        what, code = _verdict(mail)
    elif kind == "feedback-report" and _is_complaint(mail):
        what, code = "complaint", ""
    else:
        return None
    message_id = _whose(mail, content)
    return Returned(message_id, what, code) if what and message_id else None


def _verdict(mail: Message) -> tuple[What | None, str]:
    """Return the worst that is said of a recipient, and its code: ours have one recipient each."""
    late = ""
    for fields in _blocks(mail, "message/delivery-status"):
        action = str(fields.get("Action", "")).strip().lower()
        code = _code(fields)
        if action == "failed":
            return "bounced", code or "5.0.0"
        if action == "delayed":
            late = code or "4.0.0"
    return ("late", late) if late else (None, "")


def _code(fields: Message) -> str:
    """Return the enhanced status; where it says no more than "failed", the one in the other server's words."""
    found = _CODE.search(str(fields.get("Status", "")))
    inner = _CODE.search(str(fields.get("Diagnostic-Code", "")))
    if found is None or found[2] == found[3] == "0":
        found = inner or found
    return found[0] if found else ""


def _is_complaint(mail: Message) -> bool:
    kinds = {
        str(fields.get("Feedback-Type", "")).strip().lower() for fields in _blocks(mail, "message/feedback-report")
    }
    return not kinds.isdisjoint({"abuse", "opt-out"})


def _blocks(mail: Message, content_type: str) -> Iterator[Message]:
    """Yield the groups of fields of a report's machine-readable part."""
    for part in mail.walk():
        if part.get_content_type() == content_type:
            payload = part.get_payload()
            if isinstance(payload, list):
                yield from (block for block in payload if isinstance(block, Message))
            else:
                yield message_from_bytes(str(payload).encode(), policy=policy.compat32)


def _whose(mail: Message, content: bytes) -> UUID | None:
    """Return our message id: by the address the mail came back to, else by the letter it encloses or answers."""
    addressees = " ".join(str(value) for name in _ADDRESSEES for value in mail.get_all(name, []))
    answers = " ".join(str(value) for name in _ANSWERS_TO for value in mail.get_all(name, []))
    _head, _blank, body = content.decode("utf-8", "replace").replace("\r\n", "\n").partition("\n\n")
    found = _CAME_BACK_TO.search(addressees) or _ENCLOSED.search(body) or _MESSAGE_ID.search(answers)
    return UUID(found[1]) if found else None
