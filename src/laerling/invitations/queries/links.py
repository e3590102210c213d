"""Personal links, for those who write them."""

from datetime import date
from uuid import UUID

from laerling.invitations.keys import link_key
from laerling.invitations.links import answering_url
from laerling.invitations.models import Invitation
from laerling.invitations.tokens import token


def link(invitation_id: UUID) -> str:
    """Return the personal link of an invitation. Raises Invitation.DoesNotExist and LinkKeyMissing."""
    found = Invitation.objects.only("id", "round_id", "generation").get(pk=invitation_id)
    return answering_url(token(link_key(found.round_id), found.pk, found.generation))


def personal_tokens(round_year: int, *, limit: int | None = None, by: date | None = None) -> tuple[str, ...]:
    """Return the tokens of those who have had a message and not answered, in no telling order: for a demo only.

    `by`: only of those whose last message left on that Oslo date or before.
    """
    waiting = Invitation.objects.filter(round_id=round_year, answered=False, n_contacts__gt=0).order_by("link_hash")
    if by is not None:
        waiting = waiting.filter(contacted_on__lte=by)
    found = list(waiting.values_list("pk", "generation")[:limit])
    if not found:
        return ()
    key = link_key(round_year)
    return tuple(token(key, pk, generation) for pk, generation in found)
