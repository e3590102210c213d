"""People at the staff site's door, as the shell's own tests make them."""

from tests.portals.shell.conftest import account_with

__all__ = ["account_with"]
