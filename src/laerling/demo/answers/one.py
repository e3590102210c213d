"""The answers of one person after the other: those of the round that is answered through the site's own door."""

from collections.abc import Mapping
from math import exp
from random import Random
from zlib import crc32

from laerling.demo.answers import model
from laerling.questionnaire.rules import Questionnaire


class Respondents:
    """Answers one questionnaire for one person after the other."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        """Work out what is the same for all."""
        self.pages = tuple(tuple(map(model.item_of, page.questions)) for page in questionnaire.pages)

    def answer(self, *, profile: Mapping[str, str], rng: Random) -> dict[str, int]:
        """Answer as a person with this profile might: question code to option value.

        Some questions are skipped, and follow-ups answered only where they apply.
        """
        mood = rng.gauss(0, model.MOOD_SPREAD) + sum(model.mood_of(name, value) for name, value in profile.items())
        harm = model.harm_of(profile.get("office", ""))
        skip = model.HASTY_SKIP if rng.random() < model.HASTY_SHARE else model.CAREFUL_SKIP
        answers: dict[str, int] = {}
        for page in self.pages:
            # Conditions look at earlier pages only: what this page brings is added when all of it has been asked.
            answers |= {
                item.question.code: _value(item, mood - harm if item.is_harm else mood, rng)
                for item in page
                if (item.question.shown_if is None or item.question.shown_if.holds(answers)) and rng.random() >= skip
            }
        return answers


def _value(item: model.Item, mood: float, rng: Random) -> int:
    if item.outside and rng.random() < model.DONT_KNOW_SHARE:
        return item.outside[int(rng.random() * len(item.outside))]
    n_values = len(item.values)
    if item.question.direction == "none":
        # Some options are taken more often than others; which ones depends on the question.
        first = crc32(item.question.code.encode())
        return item.values[(first + int(rng.random() ** 2 * n_values)) % n_values]
    share = 1 / (1 + exp(-(item.level + mood + rng.gauss(0, model.NOISE))))
    return item.values[min(int(share * n_values), n_values - 1)]
