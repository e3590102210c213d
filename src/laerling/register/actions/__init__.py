"""Changes to the register: a file taken in, or refused whole."""

from laerling.register.actions.importing import ImportReceipt, import_file

__all__ = ["ImportReceipt", "import_file"]
