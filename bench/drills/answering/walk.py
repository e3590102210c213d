"""Many people answering at once over HTTP, each with a number that is theirs alone."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from drills.answering.pattern import Pattern
from drills.answering.people import Invited
from drills.answering.phone import Phone

_AT_ONCE = 4


def answer_all(port: int, people: Sequence[tuple[int, Invited]], pattern: Pattern) -> list[str]:
    """Let people answer the whole way, four at once; return their ids in the order in which they were thanked."""
    thanked: list[str] = []

    def answer(one: tuple[int, Invited]) -> None:
        number, person = one
        phone = Phone(port)
        phone.opens(person.token)
        phone.post("/start")
        phone.saves(pattern.forms(number))
        if not phone.delivers():
            raise RuntimeError(f"The site did not take an answer: {phone.statuses}")
        phone.close()
        thanked.append(person.id)

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        list(pool.map(answer, people))
    return thanked
