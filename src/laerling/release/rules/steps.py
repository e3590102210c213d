"""How far the making of a release has come: which step of how many, and how much of that step is done."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

# What is done: the answers are counted, a run of the protection hides and is then attacked, two rounds are looked at
# together, all is written.
What = Literal["counted", "protected", "attacked", "together", "written"]

ANSWERS: Final = "answers"
ANSWERED_OR_NOT: Final = "answered or not"
FOLLOW_UPS: Final = "follow-ups"


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the making: the `number`th of `of`. `stage` is the run of the protection, "" outside them.

    `done` of `total` items are through it, both 0 where it is not done item by item.
    """

    what: What
    stage: str
    number: int
    of: int
    done: int = 0
    total: int = 0


Telling = Callable[[Step], None]


class Steps:
    """The steps of one making, in order, told of as they are begun and as items come through them."""

    def __init__(self, tell: Telling, *, follow_ups: bool, together: bool) -> None:
        """Say whom to tell, and which steps there will be beside those there always are."""
        stages = (ANSWERS, ANSWERED_OR_NOT, *((FOLLOW_UPS,) if follow_ups else ()))
        self._tell = tell
        order: list[tuple[What, str]] = [("counted", "")]
        for stage in stages:
            order += [("protected", stage), ("attacked", stage)]
        if together:
            order.append(("together", ""))
        self._order = (*order, ("written", ""))

    def at(self, what: What, stage: str = "", done: int = 0, total: int = 0) -> None:
        """Tell that a step is begun, or how many of its items are through it."""
        self._tell(Step(what, stage, self._order.index((what, stage)) + 1, len(self._order), done, total))


def in_silence() -> Steps:
    """Return the steps of a making that nobody waits for."""
    return Steps(lambda _step: None, follow_ups=True, together=True)
