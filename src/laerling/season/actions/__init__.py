"""What the year's clockwork does: the steps that are due, each once; register files from the inbox folder."""

from laerling.season.actions.inbox import look_after_extracts
from laerling.season.actions.ticking import tick

__all__ = ["look_after_extracts", "tick"]
