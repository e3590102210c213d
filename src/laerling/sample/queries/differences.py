"""Preliminary against final: who came in, who fell out, whose register values changed, and why (M8)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, overload

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from laerling.access.types import Scope
from laerling.organisations import queries as organisations
from laerling.register.models import Contract
from laerling.sample.facts import CONTACTS, ColumnChange, column_changes, contact_changes
from laerling.sample.models import Exclusion, Sample, SampleMember

DifferenceKind = Literal["in", "out", "changed"]
KINDS: Final[tuple[DifferenceKind, ...]] = ("in", "out", "changed")


@dataclass(frozen=True, slots=True)
class BothDraws:
    """The two draws that are compared, by id."""

    preliminary: str
    final: str


@dataclass(frozen=True, slots=True)
class DifferenceCount:
    """How many persons of a county or office came in, fell out, or are asked still with something changed."""

    code: str
    name: str
    n_in: int
    n_out: int
    n_changed: int | None


@dataclass(frozen=True, slots=True)
class Side:
    """What one of the lists said of a contract: asked, or left out for `reasons`.

    `standing` is "absent" where the extract had no such contract, "elsewhere" where it stood on another unit's list:
    nothing more is told of it then.
    """

    standing: Literal["asked", "left_out", "absent", "elsewhere"]
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """A person whose place differs between the lists; `number` is the contract's, `other_number` the one before it."""

    kind: DifferenceKind
    contract_id: int
    number: str
    other_number: str
    name: str
    county_code: str
    trade: str
    party_name: str
    member_name: str
    before: Side
    after: Side
    columns: tuple[ColumnChange, ...]


def both_draws(round_year: int) -> BothDraws | None:
    """Return the preliminary and the final draw of a round, None until both are there."""
    ids = {stage: str(pk) for stage, pk in Sample.objects.filter(round_id=round_year).values_list("stage", "id")}
    return BothDraws(ids["preliminary"], ids["final"]) if len(ids) == len(("preliminary", "final")) else None


def difference_counts(
    scope: Scope, draws: BothDraws, *, by: Literal["county", "office"], with_changed: bool = True
) -> tuple[DifferenceCount, ...]:
    """Return the differences per county or office, by name; those without an office have no code.

    A list is a county's: whoever moved from one county to another is out in one and in in the other, also for the
    nation. For an office it is the office's own. `with_changed` False leaves the changed uncounted, None: comparing the
    values of a whole nation takes longer than a page should.
    """
    column = "county_code" if by == "county" else "office_orgnr"
    names = organisations.county_names() if by == "county" else organisations.office_names()
    n = {
        kind: dict(_people(kind, scope, draws).values_list(column).annotate(Count("id")).order_by())
        for kind in KINDS
        if with_changed or kind != "changed"
    }
    codes = set().union(*n.values())
    if by == "county":
        # Every county stands there, also one where nothing moved: its changed values may be asked for.
        lists = SampleMember.objects.filter(sample_id__in=[draws.preliminary, draws.final]).visible_to(scope)
        codes |= set(lists.values_list("county_code", flat=True).distinct())
    lines = (
        DifferenceCount(
            code=code,
            name=names.get(code, code),
            n_in=n["in"].get(code, 0),
            n_out=n["out"].get(code, 0),
            n_changed=n["changed"].get(code, 0) if with_changed else None,
        )
        for code in codes
    )
    return tuple(sorted(lines, key=lambda line: (line.name, line.code)))


def differences(
    scope: Scope,
    draws: BothDraws,
    kind: DifferenceKind,
    *,
    county: str = "",
    office: str | None = None,
    search: str = "",
) -> "DifferenceListing":
    """Return the scope's differences of a kind by name, of one county or office where given ("" is without office)."""
    found = _people(kind, scope, draws)
    if county:
        found = found.filter(county_code=county)
    if office is not None:
        found = found.filter(office_orgnr=office)
    if search:
        found = found.filter(Q(contract__name__icontains=search) | Q(contract__number__startswith=search))
    return DifferenceListing(found.order_by("contract__name", "contract__number"), kind, scope, draws)


class DifferenceListing(Sequence[Difference]):
    """The differences of a kind, asked for page by page: counting is one query, a slice seven at most."""

    def __init__(
        self, rows: QuerySet[SampleMember, SampleMember], kind: DifferenceKind, scope: Scope, draws: BothDraws
    ) -> None:
        self._rows = rows
        self._kind = kind
        self._scope = scope
        self._other = draws.final if kind == "out" else draws.preliminary
        self._other_stage = "final" if kind == "out" else "preliminary"

    def __len__(self) -> int:
        """Return how many there are."""
        return self._rows.count()

    @overload
    def __getitem__(self, index: int) -> Difference: ...
    @overload
    def __getitem__(self, index: slice) -> list[Difference]: ...
    def __getitem__(self, index: int | slice) -> Difference | list[Difference]:
        """Return one difference, or those of a slice."""
        if isinstance(index, int):
            return self[index : index + 1][0]
        # Rows are wide: their ids are sorted, and the page's rows are fetched.
        ids = list(self._rows.values_list("id", flat=True)[index])
        found = SampleMember.objects.select_related("contract").in_bulk(ids)
        rows = [found[pk] for pk in ids]
        lines = self._other_lines(rows)
        return [self._difference(row, lines) for row in rows]

    def _other_lines(self, rows: Sequence[SampleMember]) -> "_OtherList":
        """Return what the other list holds of some members' contracts, or, where they are asked still, of the persons."""
        if not rows:
            return _OtherList({}, {})
        contracts = Contract.objects.filter(round_id=rows[0].contract.round_id, stage=self._other_stage)
        ids = list(contracts.filter(number__in=[row.contract.number for row in rows]).values_list("id", flat=True))
        about = Q(contract_id__in=ids) | Q(person_id__in=[row.person_id for row in rows])
        members = SampleMember.objects.filter(about, sample_id=self._other)
        exclusions = Exclusion.objects.filter(sample_id=self._other, contract_id__in=ids)
        by_number, by_person = {}, {}
        for found in (members, exclusions):
            own = set(found.visible_to(self._scope).values_list("id", flat=True))
            for line in found.select_related("contract"):
                by_number[line.contract.number] = (line, line.id in own)
                if isinstance(line, SampleMember) and line.id in own:
                    by_person[line.person_id] = line
        return _OtherList(by_number, by_person)

    def _difference(self, row: SampleMember, others: "_OtherList") -> Difference:
        line, is_own = others.by_number.get(row.contract.number, (None, True))
        asked_before = others.by_person.get(row.person_id)
        other_number = ""
        if self._kind == "changed" and asked_before is not None:
            line, is_own = asked_before, True
            number = asked_before.contract.number
            other_number = number if number != row.contract.number else ""
        here, there = Side("asked"), _side(line, is_own=is_own)
        before, after = (here, there) if self._kind == "out" else (there, here)
        return Difference(
            kind=self._kind,
            contract_id=row.contract_id,
            number=row.contract.number,
            other_number=other_number,
            name=row.contract.name,
            county_code=row.county_code,
            trade=row.trade_name,
            party_name=row.contract.party_name,
            member_name=row.contract.member_name,
            before=before,
            after=after,
            columns=_columns(row, line, is_out=self._kind == "out") if line and is_own and not other_number else (),
        )


@dataclass(frozen=True, slots=True)
class _OtherList:
    """Rows of the other list: by contract number, with whether they are the scope's own; the scope's asked by person."""

    by_number: Mapping[str, tuple[SampleMember | Exclusion, bool]]
    by_person: Mapping[str, SampleMember]


def _side(line: SampleMember | Exclusion | None, *, is_own: bool) -> Side:
    if line is None:
        return Side("absent")
    if not is_own:
        return Side("elsewhere")
    if isinstance(line, SampleMember):
        return Side("asked")
    return Side("left_out", tuple(line.reasons.split("+")))


def _columns(row: SampleMember, line: SampleMember | Exclusion, *, is_out: bool) -> tuple[ColumnChange, ...]:
    before, after = (row, line) if is_out else (line, row)
    return (*column_changes(before.facts, after.facts), *contact_changes(before.contract, after.contract))


def _people(kind: DifferenceKind, scope: Scope, draws: BothDraws) -> QuerySet[SampleMember, SampleMember]:
    before, after = (
        SampleMember.objects.filter(sample_id=sample_id).visible_to(scope)
        for sample_id in (draws.preliminary, draws.final)
    )
    here, there = (before, after) if kind == "out" else (after, before)
    there = there.filter(person_id=OuterRef("person_id"))
    if scope.is_national:
        there = there.filter(county_code=OuterRef("county_code"))
    if kind == "changed":
        return here.filter(Exists(there.filter(_differs())))
    return here.filter(~Exists(there))


def _differs() -> Q:
    """Return whether a member of one list differs from the same person's of the other: contract, values, contacts."""
    differs = ~Q(contract__number=OuterRef("contract__number")) | ~Q(facts=OuterRef("facts"))
    for name in CONTACTS:
        differs |= ~Q(**{f"contract__{name}": OuterRef(f"contract__{name}")})
    return differs
