"""Which questionnaire an address speaks of: a published one by its code, or one that waits by its id."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404

from laerling.access.types import Scope
from laerling.questionnaire import queries
from laerling.questionnaire.queries import Proposal
from laerling.questionnaire.rules import Questionnaire, parse_published


@dataclass(frozen=True, slots=True)
class Found:
    """A questionnaire, the one it follows, its file, and the proposal where it is not published (yet)."""

    which: str
    questionnaire: Questionnaire
    before: Questionnaire | None
    content: str
    proposal: Proposal | None = None


def find(which: str, scope: Scope) -> Found:
    """Return what the address names. Raises Http404: no such thing, or not the reader's to see."""
    proposal = queries.proposal(scope, _id(which)) if _is_id(which) else None
    if proposal:
        read = parse_published(proposal.content)
        return Found(which, read, queries.before(read), proposal.content, proposal)
    try:
        found = queries.published(which)
    except queries.UnknownQuestionnaire:
        raise Http404 from None
    return Found(which, found, queries.before(found), queries.file_of(which))


def _is_id(which: str) -> bool:
    try:
        _id(which)
    except ValueError:
        return False
    return True


def _id(which: str) -> UUID:
    return UUID(which)
