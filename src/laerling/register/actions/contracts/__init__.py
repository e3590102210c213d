"""VIGO: rows by COPY, into a staging table and from there in one statement into the contracts. Never model instances.

The first file of a stage that nobody wants to look at beforehand goes straight home: nothing there can stand in its way.
"""

from laerling.register.actions.contracts.staging import stage
from laerling.register.actions.contracts.storing import compare, is_empty, store

__all__ = ["compare", "is_empty", "stage", "store"]
