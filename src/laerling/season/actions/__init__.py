"""What the year's clockwork does: the steps that are due, each once; files from the inbox folder; mail that came back."""

from laerling.season.actions.inbox import look_after_extracts
from laerling.season.actions.returns import read_bounces, read_changes
from laerling.season.actions.ticking import tick

__all__ = ["look_after_extracts", "read_bounces", "read_changes", "tick"]
