"""A round's urn brought from one state to the next, by what people and the calendar do."""

from datetime import datetime, timedelta

from django.test import TestCase
from tests.responses.round import YEAR, answer, backup_key_destroyed, people, prove

from laerling.kernel import clock
from laerling.kernel.types import SYSTEM
from laerling.responses import actions, ceremony, desk, keys, opening

N_ANSWERS = 6


class Walk:
    """One round on its way. Each step shows the day on every clock, and leaves it there."""

    def __init__(self, folder):
        self.folder, self.now = folder, None
        self.files, self.public = [], {}
        folder.mkdir(exist_ok=True)
        self.day(9, 1)

    def day(self, month, day, year=YEAR):
        self.now = datetime(year, month, day, 10, tzinfo=clock.OSLO)
        clock.set_demo_clock(self.now)

    def _told(self):
        return {"round_year": YEAR, "by": SYSTEM, "now": self.now}

    def rehearsed(self):
        assert actions.rehearse(**self._told()).went_well

    def handed_in(self):
        """Give each holder a stick; the public halves are handed in on the page."""
        for holder in keys.HOLDERS:
            path = self.folder / f"holder-{holder}-{YEAR}.key"
            self.public[holder], text = keys.new_holder_file(holder, YEAR, "")
            path.write_text(text)
            self.files.append(path)
            actions.hand_in_holder_key(**self._told(), holder=holder, public_key=self.public[holder])

    def key_made(self):
        offline = self.folder / "offline"
        server = actions.make_server_key(**self._told())
        ceremony.make_round(round_year=YEAR, holders=self.public, server=server, to=offline)
        for path in self.files:
            ceremony.finish(key=path, locks=offline / f"locks-{YEAR}.json")
        actions.import_round_key(**self._told(), file=offline / f"round-{YEAR}.json")

    def proven(self):
        self.day(10, 10)
        prove(self.files, self.now)

    def open(self):
        self.day(10, 20)
        for token in people(N_ANSWERS):
            answer(token)

    def closed(self):
        self.day(12, 21)
        # What is destroyed is destroyed when the close is committed, and no test commits.
        with TestCase.captureOnCommitCallbacks(execute=True):
            actions.close(**self._told())

    def exported(self):
        actions.export_urn(**self._told(), to=desk.exported(YEAR))
        backup_key_destroyed(self.now)

    def opened(self):
        to = self.folder / "opened"
        opening.open_urn(urn=desk.exported(YEAR), keys=self.files[1:], to=to, silent=True)
        actions.import_opened(**self._told(), file=to)

    def destroyed(self):
        closed = self.now
        self.day(1, 25, YEAR + 1)
        assert self.now - closed > timedelta(days=30)
        actions.destroy_due_urns(by=SYSTEM, now=self.now)
        how = {"how": "Skåret i biter.", "witness": "Driftssjefen"}
        actions.record_destroyed(**self._told(), what="identity", destroyed_at=self.now, **how)
