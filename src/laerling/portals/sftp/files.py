"""What lies in a county's area: which files there are now, and what is in each. Made when asked for, kept nowhere."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

from laerling.access.types import Scope
from laerling.kernel.clock import in_oslo
from laerling.portals.sftp import writing
from laerling.portals.sftp.words import KINDS, WRITTEN_FORMS, word
from laerling.portals.sftp.writing import Value
from laerling.register import queries as register
from laerling.register.receipts.rules import MOST_BYTES, MOST_FILES_A_DAY
from laerling.register.words import FINDINGS, cost
from laerling.rounds.rules import RoundFacts
from laerling.sample import lists
from laerling.sample.lists import DrawnList, ListedContract
from laerling.sample.words import REASONS

LISTS: Final = "lister"
FAULTS: Final = "feil"
RECEIPTS: Final = "kvitteringer"
FOLDERS: Final = (LISTS, FAULTS, RECEIPTS)
README: Final = "LES-MEG.txt"

# In file names, where everybody's programs must read them.
_STAGES: Final = {"preliminary": "forelopig", "final": "endelig"}
_DATA: Final = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class AreaFile:
    """A file of the area: when what it is made of last changed, None where nobody can tell, and how it is made."""

    changed_at: datetime | None
    make: Callable[[], bytes]


def files(scope: Scope, this_round: RoundFacts, written_form: str) -> dict[str, AreaFile]:
    """Return the files there are for a county now, by path: "lister/utvalg-2026-forelopig.csv".

    Lists stand there from when they are drawn. Headings are in the language in use.
    """
    year, drawn = this_round.year, lists.drawn(this_round.year)
    found = {README: AreaFile(None, lambda: _readme(scope, this_round, drawn, written_form))}
    for draw in drawn:
        ending = f"{year}-{_STAGES[draw.stage]}.csv"
        found |= {
            f"{LISTS}/utvalg-{ending}": AreaFile(draw.drawn_at, _maker(_asked, scope, year, draw.stage)),
            f"{LISTS}/ikke-spurt-{ending}": AreaFile(draw.drawn_at, _maker(_not_asked, scope, year, draw.stage)),
            f"{LISTS}/faglige-ledere-{ending}": AreaFile(draw.drawn_at, _maker(_supervisors, scope, year, draw.stage)),
        }
    if register.extracts(year):
        found |= {
            f"{FAULTS}/feil-{year}.csv": AreaFile(None, lambda: writing.csv_file(*_faults(scope, year))),
            f"{FAULTS}/feil-{year}.xlsx": AreaFile(None, lambda: writing.xlsx_file(_("Faults"), *_faults(scope, year))),
        }
    return found


def _maker(make: Callable[[Scope, int, str], bytes], scope: Scope, year: int, stage: str) -> Callable[[], bytes]:
    return lambda: make(scope, year, stage)


def _asked(scope: Scope, year: int, stage: str) -> bytes:
    return writing.csv_file(_contract_headings(), map(_contract, lists.asked(scope, year, stage)))


def _not_asked(scope: Scope, year: int, stage: str) -> bytes:
    lines: Iterator[list[Value]] = (
        ["; ".join(word(REASONS, reason) for reason in contract.reasons), *_contract(contract)]
        for contract in lists.not_asked(scope, year, stage)
    )
    return writing.csv_file([_("Why not"), *_contract_headings()], lines)


def _supervisors(scope: Scope, year: int, stage: str) -> bytes:
    headings = [
        *(_("Organisation number"), _("Establishment"), _("Training supervisor"), _("E-mail"), _("Mobile")),
        _("Contracts in the county"),
    ]
    lines: Iterator[list[Value]] = (
        [line.orgnr, line.establishment, line.name, line.email, line.mobile, line.n_contracts]
        for line in lists.supervisors(scope, year, stage)
    )
    return writing.csv_file(headings, lines)


def _contract_headings() -> list[str]:
    return [
        *(_("Contract number"), _("Name"), _("E-mail"), _("Mobile"), _("Written form"), _("Kind"), _("Trade")),
        *(_("Training from"), _("Training to"), _("Organisation number"), _("Training office or establishment")),
        *(_("Organisation number, member establishment"), _("Member establishment"), _("Training supervisor")),
        *(_("E-mail, training supervisor"), _("Mobile, training supervisor")),
    ]


def _contract(line: ListedContract) -> list[Value]:
    return [
        *(line.number, line.name, line.email, line.mobile, word(WRITTEN_FORMS, line.written_form)),
        *(word(KINDS, line.kind), line.trade, line.starts_on, line.ends_on, line.party_orgnr, line.party_name),
        *(line.member_orgnr, line.member_name, line.supervisor_name, line.supervisor_email, line.supervisor_mobile),
    ]


def _faults(scope: Scope, year: int) -> tuple[list[str], Iterator[list[Value]]]:
    headings = [
        *(_("What is wrong"), _("What it costs"), _("Number of apprentices"), _("Mended in"), _("On whom")),
        *(_("Contract number"), _("Organisation number"), _("Training office or establishment"), _("Looks like")),
    ]
    lines: Iterator[list[Value]] = (
        [
            *(word(FINDINGS, found.kind), cost(found.kind, found.severity, found.n_apprentices)),
            *(found.n_apprentices, found.mended_in.upper()),
            *(found.name, found.contract_number, found.orgnr, found.unit_name, found.shape),
        ]
        for found in register.findings(scope, year)
    )
    return headings, lines


def _readme(scope: Scope, this_round: RoundFacts, drawn: tuple[DrawnList, ...], written_form: str) -> bytes:
    """Return the note on top of the area, in the county's own written form, with Windows' line ends for Notepad."""
    text = (_DATA / f"les-meg.{written_form}.txt").read_text(encoding="utf-8")
    return text.format(**_facts(scope, this_round, drawn, written_form)).replace("\n", "\r\n").encode("utf-8-sig")


def _facts(
    scope: Scope, this_round: RoundFacts, drawn: tuple[DrawnList, ...], written_form: str
) -> Mapping[str, str | int]:
    due = in_oslo(this_round.corrections_due_at)
    empty = {"nb": "Listene er ikke trukket ennå.", "nn": "Listene er ikkje trekte enno."}
    last = {"nb": "Sist trukket", "nn": "Sist trekte"}
    newest = in_oslo(drawn[-1].drawn_at) if drawn else None
    return {
        "county": scope.unit_name,
        "county_upper": scope.unit_name.upper(),
        "year": this_round.year,
        "lists": f"{last[written_form]} {newest:%d.%m.%Y kl. %H.%M}." if newest else empty[written_form],
        "deadline": f"{due:%d.%m.%Y kl. %H.%M}",
        "portal": f"{settings.STAFF_URL}/omrade/",
        "megabytes": MOST_BYTES // 2**20,
        "files": MOST_FILES_A_DAY,
        "contact": settings.CONTACT_EMAIL,
        "support": settings.SUPPORT_EMAIL,
    }
