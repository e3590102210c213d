"""Slips: one for each person of a gathering, with their name, their QR code and their code on paper (M21)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from laerling import papers
from laerling.access.types import Scope
from laerling.audit import actions as audit
from laerling.gatherings import desk
from laerling.gatherings.actions.planning import GatheringOver
from laerling.gatherings.models import Gathering
from laerling.gatherings.queries import get, people_of
from laerling.invitations.keys import link_key
from laerling.invitations.links import answering_url
from laerling.invitations.tokens import token
from laerling.kernel import jobs
from laerling.kernel.clock import in_oslo
from laerling.kernel.errors import Refusal
from laerling.kernel.types import Actor

_FORMS = ("nb", "nn")
_GROUP = 4


class NobodyInvited(Refusal):
    """There is nobody to make slips for."""

    code = "nobody_invited"
    sentence = gettext_lazy(
        "Nobody you have chosen for the gathering is asked to answer this year. Change whom it is for."
    )


@transaction.atomic
def order_slips(*, scope: Scope, gathering_id: UUID, by: Actor, now: datetime) -> UUID:
    """Ask the worker for the slips, and return the id they are fetched by.

    Raises UnknownGathering, GatheringOver, NobodyInvited.
    """
    gathering = get(scope, gathering_id, now)
    if gathering.is_cancelled or gathering.is_over:
        raise GatheringOver
    if not gathering.n_people:
        raise NobodyInvited
    paper_id = uuid4()
    about = f"gathering:{gathering_id}"
    audit.record("gatherings.slips.ordered", by=by, now=now, about=about, scope=scope.key, n_people=gathering.n_people)
    jobs.enqueue("gatherings.make_slips", gathering_id=str(gathering_id), paper_id=str(paper_id))
    return paper_id


def make_slips(*, gathering_id: UUID, paper_id: UUID, now: datetime) -> int:
    """Lay the slips on the desk and return how many there are. Safe to repeat.

    Everybody gets one, answered or not: a missing slip would tell.
    """
    row = Gathering.objects.filter(pk=gathering_id, cancelled_at=None).first()
    if row is None:
        return 0
    slips = list(_slips(row))
    starts = in_oslo(row.starts_at)
    data = {
        "title": row.name,
        "gathering": {"name": row.name, "place": row.place, "when": starts.strftime("%d.%m.%Y kl. %H.%M")},
        "words": {form: _words(form) for form in _FORMS},
        "slips": slips,
    }
    paper = papers.typeset("slips", data, language="nb", made_at=now)
    desk.lay(desk.slips(gathering_id, paper_id), paper)
    return len(slips)


def _slips(row: Gathering) -> Iterator[dict[str, Any]]:
    columns = (
        people_of(row)
        .order_by("member__contract__name", "pk")
        .values_list("pk", "generation", "member__contract__name", "member__contract__written_form")
    )
    key = link_key(row.round_id) if columns else b""
    site = urlsplit(settings.ANSWERING_URL).netloc
    for pk, generation, name, form in columns:
        its_token = token(key, pk, generation)
        yield {
            "name": name,
            "code": " ".join(its_token[at : at + _GROUP] for at in range(0, len(its_token), _GROUP)),
            "address": site,
            "qr": papers.qr(answering_url(its_token)),
            "language": form if form in _FORMS else "nb",
        }


def _words(form: str) -> dict[str, str]:
    with translation.override(form):
        return {
            "qr": _("QR code that opens the survey"),
            "point": _("Point the camera of your phone at the square."),
            "or": _("Or open"),
            "voluntary": _("It is voluntary to answer. Nobody gets to see what you answer."),
        }
