"""Bands of sensitive items: none looks like few."""

import numpy as np

from laerling.release.protection.groups import Ints


def bands(counts: Ints, width: int) -> list[str]:
    """Return one cell's counts (1 …) as bands `low-high` of `width` counts from 0 up.

    The largest category gets just what the others leave open, or n less the others would narrow them.
    """
    n, largest = int(counts.sum()), int(np.argmax(counts))
    low = [int(count) // width * width for count in counts]
    high = [edge + width - 1 for edge in low]
    rest_low, rest_high = sum(low) - low[largest], sum(high) - high[largest]
    low[largest], high[largest] = max(0, n - rest_high), n - rest_low
    return [f"{a}-{b}" for a, b in zip(low, high, strict=True)]
