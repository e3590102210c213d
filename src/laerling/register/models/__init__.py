"""What comes in from the registers, and what is wrong in it."""

from laerling.register.models.contracts import STAGES, TAKEN_IN, WAITING, Contract, Extract, Finding, SetAsideRow

__all__ = ["STAGES", "TAKEN_IN", "WAITING", "Contract", "Extract", "Finding", "SetAsideRow"]
