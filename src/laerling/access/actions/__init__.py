"""Changes to accounts and grants, letters about them, offices' one-time sign-ins, and mistakes at the door."""

from laerling.access.actions import attempts
from laerling.access.actions.accounts import (
    ask_for_new_email,
    change_password,
    change_second_factor,
    connect_door,
    create_account,
    end_sessions,
    invite,
    limit_account,
)
from laerling.access.actions.grants import UnknownUnit, grant
from laerling.access.actions.letters import LinkSpent, answer_reset_request, ask_for_reset
from laerling.access.actions.links import AddressTaken, accept_by_link, confirm_new_email, set_password_by_link
from laerling.access.actions.offices import (
    Issued,
    NotAhead,
    NotOneTime,
    NotYourOffice,
    become_personal,
    issue,
    revoke,
    use,
)

__all__ = [
    "AddressTaken",
    "Issued",
    "LinkSpent",
    "NotAhead",
    "NotOneTime",
    "NotYourOffice",
    "UnknownUnit",
    "accept_by_link",
    "answer_reset_request",
    "ask_for_new_email",
    "ask_for_reset",
    "attempts",
    "become_personal",
    "change_password",
    "change_second_factor",
    "confirm_new_email",
    "connect_door",
    "create_account",
    "end_sessions",
    "grant",
    "invite",
    "issue",
    "limit_account",
    "revoke",
    "set_password_by_link",
    "use",
]
