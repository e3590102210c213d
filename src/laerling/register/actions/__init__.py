"""Changes to the register: a file comes in, is checked, and counts once it is accepted, or is refused whole; what people say of findings."""

from laerling.register.actions.dead import Cause, follow_dead_addresses, note_dead_addresses
from laerling.register.actions.deciding import DAYS_TO_DECIDE, accept, discard, discard_forgotten
from laerling.register.actions.importing import import_file
from laerling.register.actions.mending import (
    ChangeReceipt,
    change_finding,
    change_findings,
    note_look,
    paste_back,
    undo_changes,
)
from laerling.register.actions.receipts import ImportReceipt
from laerling.register.actions.receiving import INBOX, receive
from laerling.register.actions.refused_changes import (
    NoSuchFinding,
    NotAColleague,
    NoteTooLong,
    NothingToUndo,
    ReasonMissing,
    UnknownStatus,
)

__all__ = [
    "DAYS_TO_DECIDE",
    "INBOX",
    "Cause",
    "ChangeReceipt",
    "ImportReceipt",
    "NoSuchFinding",
    "NotAColleague",
    "NoteTooLong",
    "NothingToUndo",
    "ReasonMissing",
    "UnknownStatus",
    "accept",
    "change_finding",
    "change_findings",
    "discard",
    "discard_forgotten",
    "follow_dead_addresses",
    "import_file",
    "note_dead_addresses",
    "note_look",
    "paste_back",
    "receive",
    "undo_changes",
]
