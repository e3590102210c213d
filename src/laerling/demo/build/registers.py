"""The registers of two autumns: last year's, and this September's three extracts; imported, drawn and frozen."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial
from pathlib import Path
from typing import Final, Literal

from laerling.demo.build.accounts import NOT_BEGUN
from laerling.demo.build.steps import Progress, Step
from laerling.demo.norway.files import ExtractFiles, RegisterFiles, n_contracts, n_invented, write_register_files
from laerling.kernel import clock
from laerling.kernel.types import SYSTEM
from laerling.questionnaire import queries as questionnaires
from laerling.register import actions as register
from laerling.register import queries as registers
from laerling.rounds import actions as rounds_actions
from laerling.rounds import queries as rounds
from laerling.sample import actions as sample
from laerling.season import actions as season

FOLDER: Final = "demo-registers"
# Extracts arrive when people come to work.
_ARRIVES: Final = time(8)
_SECOND_EXTRACT_DAYS: Final = 14
Stage = Literal["preliminary", "final"]


@dataclass(frozen=True, slots=True)
class _Delivery:
    """One extract of each register: for which round and stage, and when."""

    year: int
    stage: Stage
    at: datetime


class Registers:
    """The register files in one home, and the steps that take them in."""

    def __init__(self, folder: Path, year: int, *, scale: float) -> None:
        """`folder` is where the files are written; nothing is written yet. Makes last year's round where it is missing."""
        this_round = rounds.get(year)
        held = questionnaires.held_in("apprentice", year - 1)
        rounds_actions.ensure_standard_round(
            year=year - 1,
            questionnaire=held.code if held else this_round.questionnaire,
            by=SYSTEM,
            now=_morning(date(year - 1, 8, 1)),
        )
        self.folder = folder
        self.year = year
        self.scale = scale
        self.last_year = _Delivery(year - 1, "final", _morning(rounds.get(year - 1).final_extract_on))
        first = this_round.preliminary_extract_on
        self.first = _Delivery(year, "preliminary", _morning(first))
        self.second = _Delivery(
            year, "preliminary", _morning(date.fromordinal(first.toordinal() + _SECOND_EXTRACT_DAYS))
        )
        self.final = _Delivery(year, "final", _morning(this_round.final_extract_on))
        self.files: RegisterFiles | None = None

    @property
    def starts_at(self) -> datetime:
        """When this year's September begins: there is something to look at from then on."""
        return self.first.at

    @property
    def office_across(self) -> str:
        """The office of the county that has not begun, with apprentices in other counties too."""
        return self._files().offices_across[NOT_BEGUN]

    def steps(self, *, until: datetime) -> tuple[Step, ...]:
        """Return the steps from the files to the frozen sample of each year, as far as `until`."""
        last_closes = rounds.get(self.year - 1).closes_at
        return (
            Step("Inventing a Norway", self.last_year.at, n_invented(self.scale), "contracts", self.invent),
            *self._taking_in(self.last_year, "last year"),
            Step("Last year's sample, frozen", self.last_year.at, 1, "draws", partial(self.draw, self.last_year)),
            Step("Last year's round, closed", last_closes, 1, "rounds", partial(self.close_last_year, last_closes)),
            *self._taking_in(self.first, "1 September"),
            *self._taking_in(self.second, "15 September"),
            self._preliminary_draw(until),
            *self._taking_in(self.final, "1 October"),
            Step("Final sample, frozen", self.final.at, 1, "draws", partial(self.draw, self.final)),
        )

    def invent(self, progress: Progress) -> None:
        """Write the register files."""
        self.files = write_register_files(folder=self.folder, year=self.year, scale=self.scale, on_progress=progress)

    def take_in(self, name: str, delivery: _Delivery, progress: Progress) -> None:
        """Import one file as a person at the desk would; once, however often a build goes on."""
        if self._is_over(delivery) or _has_arrived(name, delivery):
            return
        path: Path = getattr(self._extract(delivery), name)
        told = 0

        def tell(n_rows: int, _of: int) -> None:
            nonlocal told
            progress(n_rows - told)
            told = n_rows

        with path.open("rb") as content:
            register.import_file(
                content=content,
                filename=path.name,
                register=name,
                round_year=delivery.year,
                stage=delivery.stage,
                by=SYSTEM,
                now=delivery.at,
                progress=tell,
            )

    def draw(self, delivery: _Delivery, _progress: Progress) -> None:
        """Draw the sample; the final draw freezes it, and a build that goes on leaves it as it was drawn."""
        with suppress(sample.SampleIsFrozen):
            sample.draw(round_year=delivery.year, stage=delivery.stage, by=SYSTEM, now=delivery.at)

    def close_last_year(self, at: datetime, _progress: Progress) -> None:
        """Close last year's round: it was answered elsewhere, and only its registers and its sample are kept here."""
        if not self._is_over(self.last_year):
            rounds_actions.mark_closed(year=self.last_year.year, by=SYSTEM, now=at)

    def _taking_in(self, delivery: _Delivery, when: str) -> tuple[Step, ...]:
        n = n_contracts(self.scale)
        return (
            Step(f"NOR, {when}", delivery.at, 0, "rows", partial(self.take_in, "nor", delivery)),
            Step(f"NLR, {when}", delivery.at, 0, "rows", partial(self.take_in, "nlr", delivery)),
            Step(f"VIGO, {when}", delivery.at, n, "rows", partial(self.take_in, "vigo", delivery)),
        )

    def _preliminary_draw(self, until: datetime) -> Step:
        """Return the latest of the preliminary draws before `until`: each takes the place of the one before.

        That of the deadline is one of the calendar's own steps.
        """
        label, due_at = "Preliminary sample", rounds.get(self.year).corrections_due_at
        if due_at <= until:
            return Step(label, due_at, 1, "draws", partial(_do_what_is_due, due_at))
        latest = self.second if self.second.at <= until else self.first
        return Step(label, latest.at, 1, "draws", partial(self.draw, latest))

    def _is_over(self, delivery: _Delivery) -> bool:
        """Whether the delivery is last year's, and its round is closed: nothing more is taken in."""
        return delivery is self.last_year and rounds.get(delivery.year).closed_at is not None

    def _extract(self, delivery: _Delivery) -> ExtractFiles:
        files = self._files()
        deliveries = (self.first, self.second, self.final, self.last_year)
        return dict(zip(deliveries, (files.first, files.second, files.last, files.last_year), strict=True))[delivery]

    def _files(self) -> RegisterFiles:
        if self.files is None:
            message = "The register files are written first."
            raise RuntimeError(message)
        return self.files


def _morning(day: date) -> datetime:
    return clock.oslo_instant(day, _ARRIVES)


def _do_what_is_due(at: datetime, _progress: Progress) -> None:
    season.tick(now=at)


def _has_arrived(name: str, delivery: _Delivery) -> bool:
    """Whether the file, or a later one of its register, was taken in already.

    NOR and NLR are as they came last: an earlier one that came again would open what a later one had mended.
    """
    return any(
        extract.register == name and extract.received_at >= delivery.at for extract in registers.extracts(delivery.year)
    )
