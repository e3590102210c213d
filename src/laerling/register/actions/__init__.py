"""Changes to the register: a file comes in, is checked, and counts once it is accepted; or it is refused whole."""

from laerling.register.actions.deciding import DAYS_TO_DECIDE, accept, discard, discard_forgotten
from laerling.register.actions.importing import import_file
from laerling.register.actions.receipts import ImportReceipt
from laerling.register.actions.receiving import INBOX, receive

__all__ = [
    "DAYS_TO_DECIDE",
    "INBOX",
    "ImportReceipt",
    "accept",
    "discard",
    "discard_forgotten",
    "import_file",
    "receive",
]
