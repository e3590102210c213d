"""Scales as shares and colours. Pure."""

from collections.abc import Sequence

from laerling.questionnaire.rules import Question

# The palette's places for a scale of k steps, from worst to best (or first to last where nothing is better).
_PLACES = {1: (3,), 2: (1, 5), 3: (1, 3, 5), 4: (1, 2, 4, 5), 5: (1, 2, 3, 4, 5)}


def shares(counts: Sequence[int]) -> tuple[float, ...]:
    """Return each count's per cent of their sum, 0–100."""
    total = sum(counts)
    return tuple(100 * count / total for count in counts) if total else tuple(0.0 for _ in counts)


def inks(question: Question) -> tuple[str, ...]:
    """Return the palette's place for each option as shown: "good-1" … "good-5" with 5 best, "step-1" …, or "outside"."""
    n_steps = len(question.scale.steps)
    places = _PLACES.get(n_steps, tuple(range(1, n_steps + 1)))
    if question.direction == "down":
        places = places[::-1]
    family = "step" if question.direction == "none" or n_steps not in _PLACES else "good"
    return tuple("outside" if option.outside else f"{family}-{places[option.value - 1]}" for option in question.options)


def band_shares(bands: Sequence[tuple[int, int]], n: int) -> tuple[tuple[float, float], ...]:
    """Return each band of counts as a range of per cent of `n` answers, 0–100."""
    return tuple((100 * low / n, 100 * min(high, n) / n) for low, high in bands) if n else ()
