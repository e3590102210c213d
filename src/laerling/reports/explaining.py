"""Why a figure is not shown, and what there is instead. Tells nothing that the release does not show already."""

from dataclasses import dataclass

from laerling.questionnaire.rules import Questionnaire
from laerling.release import queries as release
from laerling.release.queries import ANSWERED, Key, ReleaseFacts
from laerling.reports.queries.releases import questionnaire_of, stamp
from laerling.reports.types import Stamp, Unit
from laerling.reports.words import both

# The dimensions that are units: a group of them may be asked about by those who may see the unit only.
_UNITS = ("county", "office", "establishment")


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a figure is not shown: `reason` is "few", "protect" or "unpublished"; "" where it is shown.

    `part` names the part of the unit that is meant, "" for the whole. `n_more` is how many more answers would open it,
    where that may be told; `both_years` are two rounds whose figure of the unit is shown together, "" for none. `instead` is the unit itself or the nearest wider one that shows the item. `is_index` tells an index from a question; both are False for how many have answered.
    """

    stamp: Stamp
    unit: Unit
    part: str
    item: str
    title: str
    is_index: bool
    is_sensitive: bool
    reason: str
    instead: Unit | None
    n_more: int | None
    both_years: str = ""


def explanation(
    *,
    of: Unit,
    wider: tuple[Unit, ...],
    facts: ReleaseFacts,
    item: str,
    table: str,
    key: Key,
    language: str,
    answered: str,
) -> Explanation | None:
    """Return why a figure of a unit, or of a part of it, is not shown. None where nothing of the kind can be asked for.

    `wider` are the units it lies in, nearest first. `table` and `key` are the group's place in the release; without a
    table it is the unit as a whole. `answered` is what to call the response rate. Only groups that hold the unit itself,
    and codes the round knows by name, can be asked about: whether anybody is in a group is not told.
    """
    questionnaire = questionnaire_of(facts)
    named = _titles(questionnaire, language) | {ANSWERED: answered}
    if item not in named:
        return None
    place = (table, key) if table else ("" if of.level == "nation" else of.level, (of.code,) if of.code else ())
    part = _part(facts, of, *place)
    if part is None:
        return None
    told = release.explained(facts, *place, item)
    return Explanation(
        stamp(facts),
        of,
        part,
        item,
        named[item],
        any(index.code == item for index in questionnaire.indices),
        any(question.code == item and question.sensitive for question in questionnaire.questions),
        told.reason if told else "",
        _nearest(facts, ((of,) if part else ()) + wider, item),
        told.n_more if told else None,
        _both_years(facts, of, item) if told and not part else "",
    )


def _both_years(facts: ReleaseFacts, of: Unit, item: str) -> str:
    """Return both rounds in words where the unit is shown over them together, else nothing."""
    found = release.groups(facts, of.level, [(of.code,)], [item], rounds=2).get((of.code,))
    return both(facts.round_year) if found is not None and found.get(item).shown else ""


def _titles(questionnaire: Questionnaire, language: str) -> dict[str, str]:
    indices = {index.code: index.title.in_(language) for index in questionnaire.indices}
    return indices | {question.code: question.text.in_(language) for question in questionnaire.questions}


def _part(facts: ReleaseFacts, of: Unit, table: str, key: Key) -> str | None:
    """Return the name of the part of the unit that a group is, "" for the unit itself, None for anything else."""
    dimensions = table.split("*") if table else []
    if len(dimensions) != len(key) or table not in release.plan(facts).tables:
        return None
    own = dict(zip(dimensions, key, strict=True))
    if of.level != "nation" and own.pop(of.level, None) != of.code:
        return None
    if any(dimension in _UNITS for dimension in own):
        return None
    names = []
    for dimension, code in own.items():
        label = release.labels(facts, dimension).get(code)
        if label is None:
            return None
        names.append(label.name)
    return ", ".join(names)


def _nearest(facts: ReleaseFacts, around: tuple[Unit, ...], item: str) -> Unit | None:
    """Return the first of the units that shows an item."""
    shown = release.cells(facts, [one.key for one in around], [item])
    return next((one for one in around if shown[one.key].get(item).shown), None)
