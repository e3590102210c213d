"""Accounts and what belongs to them, dated grants, and the counties' areas."""

from laerling.access.models.accounts import (
    Account,
    AccountLetter,
    AccountManager,
    FailedSignIn,
    OfficeSignIn,
    ResetRequest,
)
from laerling.access.models.areas import AreaKey, AreaLogin
from laerling.access.models.grants import Attestation, Grant, GrantQuerySet
from laerling.access.models.requests import AccessRequest

__all__ = [
    "AccessRequest",
    "Account",
    "AccountLetter",
    "AccountManager",
    "AreaKey",
    "AreaLogin",
    "Attestation",
    "FailedSignIn",
    "Grant",
    "GrantQuerySet",
    "OfficeSignIn",
    "ResetRequest",
]
