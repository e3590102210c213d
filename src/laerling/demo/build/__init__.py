"""Builds a whole invented round through the public actions, each called at its own date; and sets the demo's clock."""

from laerling.demo.build.order import STARTS_AT, ensure_built, set_clock

__all__ = ["STARTS_AT", "ensure_built", "set_clock"]
