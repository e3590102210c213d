"""Papers: tagged PDF files (PDF/UA-1) set by typst from a template of this folder and plain values. Knows no database."""

from laerling.papers.codes import qr
from laerling.papers.setting import UnknownPaper, typeset

__all__ = ["UnknownPaper", "qr", "typeset"]
