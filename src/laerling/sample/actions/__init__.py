"""Drawing and freezing a sample, writing it out, and marking what changes after."""

from laerling.sample.actions.drawing import DrawReceipt, NothingToDraw, SampleIsFrozen, draw, draw_if_newer
from laerling.sample.actions.exporting import FolderNotWritable, NothingDrawn, export
from laerling.sample.actions.marking import MarkReceipt, mark_changes, mark_if_newer

__all__ = [
    "DrawReceipt",
    "FolderNotWritable",
    "MarkReceipt",
    "NothingDrawn",
    "NothingToDraw",
    "SampleIsFrozen",
    "draw",
    "draw_if_newer",
    "export",
    "mark_changes",
    "mark_if_newer",
]
