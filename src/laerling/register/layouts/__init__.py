"""Column maps: which heading of a register file becomes which of our fields. Data: one TOML file a layout, no code.

`layouts/REGISTER/handbook.toml` is the reference: all our fields of a register, and what their values must be. Every
other map says only where the fields stand in another file and how they are written there; what a value must be, it
takes from the reference. The folder that LAERLING_LAYOUTS names is read as well.
"""

from laerling.register.layouts.maps import REGISTERS, Column, Layout, layout, maps, plain_heading, use
from laerling.register.layouts.reading import BrokenMap

__all__ = ["REGISTERS", "BrokenMap", "Column", "Layout", "layout", "maps", "plain_heading", "use"]
