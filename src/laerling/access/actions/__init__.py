"""Changes to accounts and grants."""

from laerling.access.actions.accounts import create_account
from laerling.access.actions.grants import UnknownUnit, grant

__all__ = ["UnknownUnit", "create_account", "grant"]
