"""One writer of the drill of submitting: walks people through the survey over HTTP, as people do, until it is killed.

Needs no Django. Writes down whom the site has thanked, at once and by appending: a kill takes nothing away that stands there.
"""

# A program finds its own folder first; and what a drill does by chance is no secret.
# ruff: noqa: S311

import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from threading import Barrier, Thread

sys.path.insert(0, str(Path(__file__).parents[2]))

from drills.answering.pattern import Pattern
from drills.answering.phone import NoAnswer, Phone

# How often a writer tries again to get one person through, and how long it waits before, in seconds.
TRIES = 400
PAUSE = (0.05, 0.25)
_SHUT, _SEE_OTHER = 410, 303


class Shut(Exception):
    """The round is closed: nobody more can be thanked."""


class Writer:
    """Somebody at a phone, for one person after the other. `book` is where it writes down what came of it."""

    def __init__(self, port: int, pattern: Pattern, book: Path) -> None:
        self.port, self.pattern, self._book = port, pattern, book
        self.seen: Counter[str] = Counter()

    def note(self, **line: object) -> None:
        """Write one line that outlasts a kill."""
        with self._book.open("ab", buffering=0) as file:
            file.write(json.dumps(line).encode() + b"\n")

    def answers(self, number: int, token: str) -> None:
        """Get one person through, whatever fails on the way, in one of the ways people go. Raises Shut."""
        ways: tuple[Callable[[int, str], bool], ...] = (self._plainly, self._with_a_double_click, self._in_two_tabs)
        way = random.choice((*ways, self._saving_beside))
        for _try in range(TRIES):
            try:
                if way(number, token):
                    return
            except NoAnswer:
                self.seen["no answer"] += 1
            time.sleep(random.uniform(*PAUSE))
        raise RuntimeError(f"Person {number} could not answer: {dict(self.seen)}")

    def _plainly(self, number: int, token: str) -> bool:
        phone = self._phone_with(token, number, variant=0)
        done = self._delivers(phone, number)
        if done and random.random() < 0.5:
            self._replays(phone, number)
        return done

    def _with_a_double_click(self, number: int, token: str) -> bool:
        phones = [self._phone_with(token, number, variant=1), self._at_the_end(token)]
        return self._at_once(*(lambda phone=phone: self._delivers(phone, number) for phone in phones))

    def _in_two_tabs(self, number: int, token: str) -> bool:
        """Answer in two tabs, not the same in both, and deliver in both at once."""
        phones = [self._phone_with(token, number, variant=variant) for variant in (2, 3)]
        return self._at_once(*(lambda phone=phone: self._delivers(phone, number) for phone in phones))

    def _saving_beside(self, number: int, token: str) -> bool:
        """Deliver while another tab saves."""
        phone, other = self._phone_with(token, number, variant=0), self._at_the_end(token)
        forms = self.pattern.forms(self._code(number, 4))
        return self._at_once(lambda: self._delivers(phone, number), lambda: self._look(other, other.saves(forms)))

    def _replays(self, phone: Phone, number: int) -> None:
        """Send everything again after the thanks."""
        self._look(phone, phone.saves(self.pattern.forms(self._code(number, 4))))
        phone.delivers()

    def _phone_with(self, token: str, number: int, *, variant: int) -> Phone:
        """Return a phone that has answered and is about to deliver."""
        phone = Phone(self.port)
        self._look(phone, phone.opens(token))
        self._look(phone, phone.post("/start"))
        came = phone.saves(self.pattern.forms(self._code(number, variant)))
        self._look(phone, came)
        if came[0] != _SEE_OTHER:
            # Whoever is told that a page did not come through sends it again before they deliver.
            raise NoAnswer
        return phone

    def _at_the_end(self, token: str) -> Phone:
        phone = Phone(self.port)
        phone.opens(token)
        return phone

    def _code(self, number: int, variant: int) -> int:
        return number + variant * self.pattern.highest

    def _delivers(self, phone: Phone, number: int) -> bool:
        thanked = phone.delivers()
        self._look(phone, (phone.statuses[-1], ""))
        if thanked:
            self.note(thanked=number)
        return thanked

    def _look(self, phone: Phone, came: tuple[int, str]) -> bool:
        """Count faults, and whether each had a page that says so. Raises Shut at the page that says the round is over."""
        for fault in phone.faults:
            self.seen[fault] += 1
        phone.faults.clear()
        if came[0] == _SHUT:
            raise Shut
        return False

    def _at_once(self, *steps: Callable[[], bool]) -> bool:
        """Take steps at the same moment; return whether any of them was thanked. Raises what the first one raised."""
        barrier, done, raised = Barrier(len(steps)), [], []

        def take(step: Callable[[], bool]) -> None:
            barrier.wait(timeout=10)
            try:
                done.append(step())
            except (NoAnswer, Shut) as fault:
                raised.append(fault)

        threads = [Thread(target=take, args=(step,)) for step in steps]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if any(done):
            return True
        if raised:
            raise raised[0]
        return False


def main(task: Path, book: Path) -> None:
    """Go through the people of a task, passing those by who are in the book, never faster than the pace allows."""
    given = json.loads(task.read_text())
    lines = [json.loads(line) for line in book.read_text().splitlines()] if book.exists() else []
    thanked = {line["thanked"] for line in lines if "thanked" in line}
    writer = Writer(given["port"], Pattern([tuple(one) for one in given["questions"]]), book)
    pace, people = Path(given["pace"]), given["people"]
    try:
        for place, (number, token) in enumerate(people):
            while place >= len(people) * float(pace.read_text() or 0):
                time.sleep(0.05)
            if number not in thanked:
                writer.answers(number, token)
                writer.note(seen=writer.seen)
                writer.seen.clear()
    except Shut:
        writer.note(shut=True)


if __name__ == "__main__":
    random.seed()
    main(Path(sys.argv[1]), Path(sys.argv[2]))
