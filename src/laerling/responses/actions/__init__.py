"""What happens to a round's urn: its key is made, it is mixed, closed, exported, and opened answers come back."""

from laerling.responses.actions.closing import (
    BallotsAndFlagsDiffer,
    CloseReceipt,
    RoundStillOpen,
    close,
    mix,
)
from laerling.responses.actions.exchange import (
    AlreadyOpened,
    FileInTheWay,
    ImportedReceipt,
    NotThisUrn,
    UnreadableOpened,
    UrnChanged,
    UrnNotClosed,
    export_urn,
    import_opened,
)
from laerling.responses.actions.round_key import FolderInTheWay, KeyReceipt, RoundKeyExists, make_round_key

__all__ = [
    "AlreadyOpened",
    "BallotsAndFlagsDiffer",
    "CloseReceipt",
    "FileInTheWay",
    "FolderInTheWay",
    "ImportedReceipt",
    "KeyReceipt",
    "NotThisUrn",
    "RoundKeyExists",
    "RoundStillOpen",
    "UnreadableOpened",
    "UrnChanged",
    "UrnNotClosed",
    "close",
    "export_urn",
    "import_opened",
    "make_round_key",
    "mix",
]
