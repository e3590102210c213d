"""Members of a frozen sample with their contracts, as the stations before leave them."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from uuid import uuid4

from laerling.access.policy import whole
from laerling.invitations import actions
from laerling.invitations.models import Invitation
from laerling.invitations.tallies import actions as tallies
from laerling.invitations.types import DispatchOrder
from laerling.kernel.types import SYSTEM
from laerling.organisations.models import County, TrainingOffice
from laerling.register.models import Contract, Extract
from laerling.sample.models import Sample, SampleMember

NOW = datetime(2026, 10, 20, 8, tzinfo=UTC)
OFFICE = "312000015"
VESTLAND = whole("county", "46", "Vestland")
OSLO = whole("county", "03", "Oslo")
BYGGOPP = whole("office", OFFICE, "Byggopp")
NATION = whole("nation", "", "Utdanningsdirektoratet")

_numbers = count(1)


def office(orgnr=OFFICE, name="Byggopp", county="46"):
    TrainingOffice.objects.get_or_create(
        orgnr=orgnr, defaults={"name": name, "county": County.objects.get(code=county), "active": True}
    )


def frozen_sample(year=2026):
    sample, _made = Sample.objects.get_or_create(
        round_id=year, stage="final", defaults={"drawn_at": NOW, "frozen_at": NOW, "n_asked": 0, "n_excluded": 0}
    )
    return sample


def members(n, *, county="46", office_orgnr="", trade="TOMRE3----", form="nb", email_state="ok", **more):
    """Put n people into the frozen sample; they get no invitation yet."""
    extract = Extract.objects.first() or Extract.objects.create(
        round_id=2026,
        register="vigo",
        stage="final",
        sha256="0" * 64,
        count_date=date(2026, 10, 1),
        state="accepted",
        n_rows=0,
        n_new=0,
        n_changed=0,
        n_unchanged=0,
        n_set_aside=0,
        received_at=NOW,
        decided_at=NOW,
        by_label="",
    )
    numbers = [next(_numbers) for _ in range(n)]
    contracts = Contract.objects.bulk_create(
        Contract(
            round_id=2026,
            extract=extract,
            stage="final",
            number=f"K{number}",
            county_code=county,
            count_date=date(2026, 10, 1),
            person_id=f"P{number}",
            birth_year=2008,
            gender="K",
            name=f"Kari Nr{number}",
            email="" if email_state == "missing" else more.get("email", f"p{number}@eksempel.no"),
            email_state=email_state,
            mobile=more.get("mobile", ""),
            mobile_state="ok" if "mobile" in more else "missing",
            supervisor_email_state="missing",
            supervisor_mobile_state="missing",
            written_form=form,
            kind="L",
            programme_area=trade,
            trade="Tømrerfaget",
            starts_on=date(2025, 8, 1),
            ends_on=date(2027, 7, 31),
            party_kind="K" if office_orgnr else "B",
            party_orgnr=office_orgnr or more.get("establishment", "312000023"),
        )
        for number in numbers
    )
    SampleMember.objects.bulk_create(
        SampleMember(
            sample=frozen_sample(),
            contract=contract,
            person_id=contract.person_id,
            county_code=county,
            office_orgnr=office_orgnr,
            establishment_orgnr=more.get("establishment", "312000023"),
            trade_code=trade,
            trade_name="Tømrerfaget",
            gender="K",
            kind="L",
        )
        for contract in contracts
    )


def invited(n, **more):
    """Put n people into the sample and invite them; return their invitations."""
    members(n, **more)
    before = set(Invitation.objects.values_list("pk", flat=True))
    actions.create_invitations(round_year=2026, by=SYSTEM, now=NOW)
    counted()
    return list(Invitation.objects.exclude(pk__in=before).order_by("pk"))


def counted(now=NOW):
    """Count the round, as the worker does when invitations are made, and every ten minutes."""
    tallies.count(round_year=2026, now=now)


def order(**changes):
    values = {"id": uuid4(), "round_year": 2026, "channel": "email", "kind": "invitation"}
    return DispatchOrder(**{**values, **changes})


def ordered(scope=VESTLAND, now=NOW, **changes):
    """Order a dispatch."""
    return actions.order_dispatch(order=order(**changes), scope=scope, by=SYSTEM, now=now)


def contacted(*people, until=date(2026, 10, 27), times=1):
    """Count messages to people (or to all), a week apart, so that the next may come on the day `until`."""
    whom = Invitation.objects.filter(pk__in=[person.pk for person in people]) if people else Invitation.objects.all()
    for number in range(times):
        on = until - timedelta(days=7 * (times - number))
        whom.update(n_contacts=number + 1, contacted_on=on, next_contact_on=on + timedelta(days=7))


def answer(people):
    """Mark people as having answered."""
    for person in people:
        actions.mark_answered(link_hash=bytes(person.link_hash))
