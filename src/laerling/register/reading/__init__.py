"""From bytes nobody has looked at to headings and rows of text, within limits. Nothing here knows a register."""

from laerling.register.reading.opening import open_table
from laerling.register.reading.table import Batch, Row, Table

__all__ = ["Batch", "Row", "Table", "open_table"]
