"""What comes in from the registers, and what is wrong in it."""

from laerling.register.models.contracts import STAGES, TAKEN_IN, WAITING, Contract, Extract, SetAsideRow
from laerling.register.models.dead import DeadAddress
from laerling.register.models.findings import CountyForecast, Finding, FindingStep, UnitLook

__all__ = [
    "STAGES",
    "TAKEN_IN",
    "WAITING",
    "Contract",
    "CountyForecast",
    "DeadAddress",
    "Extract",
    "Finding",
    "FindingStep",
    "SetAsideRow",
    "UnitLook",
]
