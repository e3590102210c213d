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
from laerling.responses.actions.proof import (
    ChallengeTooOld,
    KeyNotPinned,
    KeyNotProven,
    NoChallenge,
    NoRoundKey,
    ProofReceipt,
    WrongAnswer,
    make_challenge,
    prove,
    require_proof,
)
from laerling.responses.actions.round_key import FolderInTheWay, KeyReceipt, RoundKeyExists, make_round_key

__all__ = [
    "AlreadyOpened",
    "BallotsAndFlagsDiffer",
    "ChallengeTooOld",
    "CloseReceipt",
    "FileInTheWay",
    "FolderInTheWay",
    "ImportedReceipt",
    "KeyNotPinned",
    "KeyNotProven",
    "KeyReceipt",
    "NoChallenge",
    "NoRoundKey",
    "NotThisUrn",
    "ProofReceipt",
    "RoundKeyExists",
    "RoundStillOpen",
    "UnreadableOpened",
    "UrnChanged",
    "UrnNotClosed",
    "WrongAnswer",
    "close",
    "export_urn",
    "import_opened",
    "make_challenge",
    "make_round_key",
    "mix",
    "prove",
    "require_proof",
]
