"""Linear programs: how few of a hidden group can have given an answer, by all the figures at once.

Bounds look at one group after another, and fitting at the population that leaves most open. A linear program looks at all
populations; it is solved by HiGHS.
"""

import highspy
import numpy as np

from laerling.release.protection.groups import Ints
from laerling.release.protection.reconstruction import Puzzle

# What is nearer to a whole number than this is that number.
NEARLY = 1e-5
# HiGHS's number of the primal simplex method.
PRIMAL = 4


class Linear:
    """The figures of a puzzle as one linear program: how many of each class gave each answer, in fractions of people."""

    def __init__(self, riddle: Puzzle, high: Ints) -> None:
        """Take the figures in. `high` (classes × answers) is how many can have given an answer at most."""
        self._riddle, self._solver = riddle, highspy.Highs()
        self._solver.setOptionValue("output_flag", False)  # noqa: FBT003  its own way of asking
        self._solver.setOptionValue("threads", 1)
        # What one question came to is where the next begins, for only the costs are others: twenty times as fast.
        self._solver.setOptionValue("simplex_strategy", PRIMAL)
        n_classes, n_answers = riddle.truth.shape
        members, size = riddle.members, n_classes * n_answers
        # Rows: each group's count of each answer, then each class's people. A variable is class × answers + answer.
        inside = (members.idx[:, None] * n_answers + np.arange(n_answers)).T.reshape(-1)
        starts = np.concatenate([members.ptr[:-1] + k * len(members.idx) for k in range(n_answers)])
        starts = np.concatenate([starts, n_answers * len(members.idx) + np.arange(0, size, n_answers)])
        counts = np.concatenate([riddle.counts.T.reshape(-1), riddle.truth.sum(axis=1)]).astype(np.float64)
        index = np.concatenate([inside, np.arange(size)]).astype(np.int32)
        none, ones = np.zeros(0, np.int32), np.ones(len(index))
        self._solver.addCols(
            size, np.zeros(size), np.zeros(size), high.reshape(-1).astype(np.float64), 0, none, none, ones[:0]
        )
        self._solver.addRows(len(counts), counts, counts, len(index), starts.astype(np.int32), index, ones)

    def told(self, classes: Ints) -> bool:
        """Tell whether what these classes answered together follows: each of their answers is as often as at least."""
        counts = self._riddle.truth[classes].sum(axis=0)
        given = np.flatnonzero(counts)
        return all(self._least(classes, k) > counts[k] - 1 for k in given[np.argsort(counts[given])].tolist())

    def _least(self, classes: Ints, answer: int) -> float:
        """Return how many of the classes gave an answer at least, to the next whole person."""
        size = self._riddle.truth.size
        cost = np.zeros(size)
        cost[classes * self._riddle.truth.shape[1] + answer] = 1
        self._solver.changeColsCost(size, np.arange(size, dtype=np.int32), cost)
        self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return 0.0
        return float(np.ceil(self._solver.getInfo().objective_function_value - NEARLY))
