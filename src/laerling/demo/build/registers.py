"""September: register files are written, imported and checked; the sample is drawn twice, and frozen."""

from contextlib import suppress
from datetime import datetime, time
from functools import partial
from pathlib import Path
from typing import Final, Literal

from laerling.demo.build.accounts import NOT_BEGUN
from laerling.demo.build.steps import Progress, Step
from laerling.demo.norway.files import RegisterFiles, n_contracts, write_register_files
from laerling.kernel import clock
from laerling.kernel.types import SYSTEM
from laerling.register import actions as register
from laerling.rounds import queries as rounds
from laerling.sample import actions as sample

FOLDER: Final = "demo-registers"
Stage = Literal["preliminary", "final"]


class September:
    """The round's September, and the first of October, in one home."""

    def __init__(self, folder: Path, year: int, *, scale: float) -> None:
        """Write the register files into `folder`."""
        this_round = rounds.get(year)
        self.folder = folder
        self.year = year
        self.scale = scale
        self.starts_at = clock.oslo_instant(this_round.check_starts_on, time(8))
        self.ends_at = clock.oslo_instant(this_round.final_extract_on, time(8))
        self.files: RegisterFiles | None = None

    def steps(self) -> tuple[Step, ...]:
        """Return the steps from the files to the frozen sample."""
        start, end, n = self.starts_at, self.ends_at, n_contracts(self.scale)
        return (
            Step("Inventing a Norway", start, n, "contracts", self.invent),
            Step("Training offices (NOR)", start, 0, "rows", partial(self.take_in, "nor", "preliminary", start)),
            Step("Establishments (NLR)", start, 0, "rows", partial(self.take_in, "nlr", "preliminary", start)),
            Step("Preliminary extract (VIGO)", start, n, "rows", partial(self.take_in, "vigo", "preliminary", start)),
            Step("Preliminary sample", start, 1, "draws", partial(self.draw, "preliminary", start)),
            Step("Final extract (VIGO)", end, n, "rows", partial(self.take_in, "vigo", "final", end)),
            Step("Final sample, frozen", end, 1, "draws", partial(self.draw, "final", end)),
        )

    @property
    def office_across(self) -> str:
        """The office of the county that has not begun, with apprentices in other counties too."""
        return self._files().offices_across[NOT_BEGUN]

    def invent(self, progress: Progress) -> None:
        """Write the register files."""
        self.files = write_register_files(folder=self.folder, year=self.year, scale=self.scale, on_progress=progress)

    def take_in(self, name: str, stage: Stage, at: datetime, progress: Progress) -> None:
        """Import one file as a person at the desk would."""
        path = self._path(name, stage)
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
                round_year=self.year,
                stage=stage,
                by=SYSTEM,
                now=at,
                progress=tell,
            )

    def draw(self, stage: Stage, at: datetime, _progress: Progress) -> None:
        """Draw the sample; the final draw freezes it, and a build that goes on leaves it frozen."""
        with suppress(sample.SampleIsFrozen):
            sample.draw(round_year=self.year, stage=stage, by=SYSTEM, now=at)

    def _files(self) -> RegisterFiles:
        if self.files is None:
            message = "The register files are written first."
            raise RuntimeError(message)
        return self.files

    def _path(self, name: str, stage: Stage) -> Path:
        files = self._files()
        if name == "vigo":
            return files.preliminary if stage == "preliminary" else files.final
        return files.nor if name == "nor" else files.nlr
