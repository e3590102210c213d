"""The one place that says which states of a contact field mean that a message gets through."""

from typing import Final

EMAIL_REACHES: Final = frozenset({"ok"})
MOBILE_REACHES: Final = frozenset({"ok", "foreign"})
