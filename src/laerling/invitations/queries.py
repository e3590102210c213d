"""Questions about invitations and dispatches: counts for units and orders, links for those who write them."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Case, CharField, Count, F, Min, Q, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from laerling.access.types import Scope
from laerling.invitations.keys import link_key
from laerling.invitations.links import answering_url
from laerling.invitations.mails import deadline
from laerling.invitations.models import Dispatch, Invitation, InvitationQuerySet
from laerling.invitations.rules import Audience, Unit, hide_small, shown
from laerling.invitations.texts import FORMS, Text, checked_line, compose
from laerling.invitations.tokens import token
from laerling.invitations.types import Channel, DispatchDetail, DispatchOrder, DispatchRow, Kind, Preview, Quota
from laerling.kernel.clock import in_oslo
from laerling.kernel.errors import Refusal
from laerling.organisations import queries as organisations
from laerling.outbox import queries as outbox
from laerling.rounds import queries as rounds

# What stands in a preview where a person's own words will stand.
_MARKS = {
    "nb": {"navn": "[navnet]", "kontor": "[opplæringskontoret]", "lenke": "[personlig lenke]", "nei": "[lenke]"},
    "nn": {"navn": "[namnet]", "kontor": "[opplæringskontoret]", "lenke": "[personleg lenkje]", "nei": "[lenkje]"},
}


class UnknownDispatch(Refusal):
    """There is no such dispatch, or it is another's."""

    code = "unknown_dispatch"
    status = 404
    sentence = gettext_lazy("There is no such dispatch.")


def audience_of(scope: Scope, round_year: int, audience: Audience) -> InvitationQuerySet:
    """Return the invitations of an audience within the scope's own people."""
    return Invitation.objects.filter(round_id=round_year).visible_to(scope).within(audience)


def counts(order: DispatchOrder, scope: Scope, now: datetime) -> dict[str, int]:
    """Return how the audience of an order divides at its time, by verdict; everyone is counted once."""
    on = in_oslo(max(order.send_at or now, now)).date()
    turn = (
        [When(n_contacts__gt=0, then=Value("already_invited"))]
        if order.kind == "invitation"
        else [
            When(n_contacts=0, then=Value("not_invited")),
            When(n_contacts__gte=F("contacts_at_most"), then=Value("at_most_reached")),
        ]
    )
    verdict = Case(
        When(answered=True, then=Value("answered")),
        When(declined=True, then=Value("declined")),
        *turn,
        When(next_contact_on__gt=on, then=Value("too_soon")),
        When(~Q(member__contract__email_state="ok"), then=Value("no_address")),
        default=Value("will_get"),
        output_field=CharField(),
    )
    people = audience_of(scope, order.round_year, order.audience)
    return dict(people.annotate(verdict=verdict).values_list("verdict").annotate(n=Count("pk")))


def preview(order: DispatchOrder, scope: Scope, now: datetime) -> Preview:
    """Return what an order would do and say. Raises UnknownRound and the refusals of `texts`; changes nothing."""
    verdicts = counts(order, scope, now)
    n_people = sum(verdicts.values())
    on = in_oslo(max(order.send_at or now, now)).date()
    waiting = audience_of(scope, order.round_year, order.audience).willing().filter(next_contact_on__gt=on)
    told = shown(n_people)
    return Preview(
        n_people=n_people,
        will_get=verdicts.get("will_get", 0) if told else None,
        answered=verdicts.get("answered", 0) if told else None,
        declined=verdicts.get("declined", 0) if told else None,
        may_send=anybody(verdicts),
        already_invited=verdicts.get("already_invited", 0),
        not_invited=verdicts.get("not_invited", 0),
        too_soon=verdicts.get("too_soon", 0),
        at_most_reached=verdicts.get("at_most_reached", 0),
        no_address=verdicts.get("no_address", 0),
        next_allowed_on=waiting.aggregate(day=Min("next_contact_on"))["day"],
        texts=_preview_texts(order, scope),
    )


def anybody(verdicts: dict[str, int]) -> bool:
    """Return whether an order whose audience divides so is taken: whether anybody would get a message.

    In a small audience who has answered counts as reached, since a refusal would tell.
    """
    silent = () if shown(sum(verdicts.values())) else ("answered", "declined")
    return any(verdicts.get(name) for name in ("will_get", *silent))


def dispatches(scope: Scope, round_year: int) -> tuple[DispatchRow, ...]:
    """Return the unit's dispatches of a round, newest first; all of them for the nation. Four queries."""
    found = list(Dispatch.objects.filter(round_id=round_year).visible_to(scope).order_by("-ordered_at", "id"))
    return _rows(found)


def count_dispatches(scope: Scope, round_year: int) -> int:
    """Return how many dispatches the unit has ordered in a round and not stopped; all units' for the nation."""
    return Dispatch.objects.filter(round_id=round_year).visible_to(scope).exclude(state="stopped").count()


def dispatch(dispatch_id: UUID, scope: Scope) -> DispatchDetail:
    """Return one of the unit's dispatches with its texts. Raises UnknownDispatch, also for another's."""
    found = Dispatch.objects.visible_to(scope).filter(pk=dispatch_id).first()
    if found is None:
        raise UnknownDispatch
    (row,) = _rows([found])
    texts = {"nb": Text(found.subject_nb, found.body_nb), "nn": Text(found.subject_nn, found.body_nn)}
    return DispatchDetail(row, texts, outbox.counts_by_reason(found.pk) if shown(found.n_people) else {})


def quota(scope: Scope, round_year: int) -> Quota:
    """Return the unit's SMS quota of a round (M18)."""
    this_round = rounds.get(round_year)
    total = {"county": this_round.sms_dispatches_county, "office": this_round.sms_dispatches_office}
    spent = Dispatch.objects.filter(round_id=round_year, slot__isnull=False).visible_to(scope).count()
    return Quota(total.get(scope.unit_kind, 0), spent)


def totals(scope: Scope, round_year: int) -> Unit:
    """Return how far the whole unit has come."""
    figures = Invitation.objects.filter(round_id=round_year).visible_to(scope).aggregate(**_FIGURES)
    unit = Unit(scope.unit_kind, scope.unit_code, scope.unit_name, **figures)
    return hide_small([unit])[0]


def progress(scope: Scope, round_year: int, *, by: str | None = None) -> tuple[Unit, ...]:
    """Return how far each part of the unit has come, by name: counties of the nation or an office, offices of a county.

    `by` is "county" or "office" to choose another division. The unit with the empty code is the independent
    establishments, those of no office.
    """
    kind = by or ("office" if scope.unit_kind == "county" else "county")
    column = {"county": "county_code", "office": "office_orgnr"}[kind]
    names = organisations.county_names() if kind == "county" else organisations.office_names()
    names.setdefault("", _("Independent establishments"))
    people = Invitation.objects.filter(round_id=round_year).visible_to(scope)
    rows = people.values(code=F(column)).annotate(**_FIGURES)
    units = [Unit(kind, row["code"], names.get(row["code"], row["code"]), *_figures(row)) for row in rows]
    return hide_small(sorted(units, key=lambda unit: (unit.code == "", unit.name)))


def link(invitation_id: UUID) -> str:
    """Return the personal link of an invitation. Raises Invitation.DoesNotExist and LinkKeyMissing."""
    found = Invitation.objects.only("id", "round_id", "generation").get(pk=invitation_id)
    return answering_url(token(link_key(found.round_id), found.pk, found.generation))


def still_wanted(message_id: UUID) -> bool | None:
    """Return whether the recipient of a message has neither answered nor declined; None for a message of other kinds."""
    people = Invitation.objects.filter(pk__in=outbox.references([message_id]))
    return next((not (answered or declined) for answered, declined in people.values_list("answered", "declined")), None)


def personal_tokens(round_year: int, *, limit: int | None = None) -> tuple[str, ...]:
    """Return the tokens of those who have had a message and not answered, in no telling order: for a demo only."""
    waiting = Invitation.objects.filter(round_id=round_year, answered=False, n_contacts__gt=0).order_by("link_hash")
    found = list(waiting.values_list("pk", "generation")[:limit])
    if not found:
        return ()
    key = link_key(round_year)
    return tuple(token(key, pk, generation) for pk, generation in found)


_FIGURES = {
    "n_invited": Count("pk"),
    "n_reached": Count("pk", filter=Q(n_contacts__gt=0)),
    "n_answered": Count("pk", filter=Q(answered=True)),
}


def _figures(row: dict[str, int]) -> tuple[int, int, int]:
    return row["n_invited"], row["n_reached"], row["n_answered"]


def _preview_texts(order: DispatchOrder, scope: Scope) -> dict[str, Text]:
    texts = compose(order.kind, own=checked_line(order.own), sender=scope.unit_name)
    frist = deadline(rounds.get(order.round_year).closes_on)
    marked: dict[str, Text] = {}
    for form in FORMS:
        body = texts[form].body
        for name, mark in {**_MARKS[form], "frist": frist, "hjelp": settings.SUPPORT_EMAIL}.items():
            body = body.replace(f"{{{name}}}", mark)
        marked[form] = Text(texts[form].subject, body)
    return marked


def _rows(found: Iterable[Dispatch]) -> tuple[DispatchRow, ...]:
    rows = list(found)
    names = {"county": organisations.county_names(), "office": organisations.office_names()} if rows else {}
    states = outbox.counts_of(row.pk for row in rows if shown(row.n_people))
    return tuple(_row(row, names[row.owner_kind].get(row.owner_code, row.owner_code), states) for row in rows)


def _row(row: Dispatch, owner_name: str, states: dict[UUID, dict[str, int]]) -> DispatchRow:
    kind: Kind = row.kind  # type: ignore[assignment]  # a check constraint holds it to these
    channel: Channel = row.channel  # type: ignore[assignment]  # a check constraint holds it to these
    return DispatchRow(
        id=row.pk,
        kind=kind,
        channel=channel,
        owner_kind=row.owner_kind,
        owner_code=row.owner_code,
        owner_name=owner_name,
        audience=Audience.read(row.audience),
        ordered_at=row.ordered_at,
        send_at=row.send_at,
        state=row.state,
        slot=row.slot,
        n_people=row.n_people,
        n_messages=row.n_messages if shown(row.n_people) else None,
        counts=states.get(row.pk, {}),
    )
