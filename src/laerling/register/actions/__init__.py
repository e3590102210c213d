"""Changes to the register: a file taken in, or refused whole; what people say of findings."""

from laerling.register.actions.importing import ImportReceipt, import_file
from laerling.register.actions.mending import (
    ChangeReceipt,
    change_finding,
    change_findings,
    note_look,
    paste_back,
    undo_changes,
)
from laerling.register.actions.refused_changes import (
    NoSuchFinding,
    NotAColleague,
    NoteTooLong,
    NothingToUndo,
    ReasonMissing,
    UnknownStatus,
)

__all__ = [
    "ChangeReceipt",
    "ImportReceipt",
    "NoSuchFinding",
    "NotAColleague",
    "NoteTooLong",
    "NothingToUndo",
    "ReasonMissing",
    "UnknownStatus",
    "change_finding",
    "change_findings",
    "import_file",
    "note_look",
    "paste_back",
    "undo_changes",
]
