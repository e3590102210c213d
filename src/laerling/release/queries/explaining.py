"""Why a figure is not shown, in such a way that the answer gives nothing away."""

from laerling.release.models import ReleasedGroup
from laerling.release.queries.groups import groups
from laerling.release.queries.releases import plan
from laerling.release.queries.types import ANSWERED, Explained, Key, PlanFacts, ReleaseFacts


def explained(release: ReleaseFacts, table: str, key: Key, item: str) -> Explained | None:
    """Return why a figure is not shown, None where it is. At most a query for each wider table, and three.

    Whether a rule or a neighbour hides a figure is itself information. Only what anybody can see gets a reason of its
    own: the plan has no such figure, too few were asked, or fewer are shown to have answered than the rule needs.
    """
    facts = plan(release)
    here = groups(release, table, [key]).get(key)
    if here is not None and here.get(item).shown:
        return None
    instead = _instead(release, facts, table, key, item)
    if not facts.publishes(table, item):
        return Explained("unpublished", instead, None)
    minimum = _minimum(release, facts, item)
    answered = here.get(ANSWERED).counts if here is not None else None
    if answered is not None and answered[0] < minimum:
        return Explained("few", instead, minimum - answered[0])
    few = ReleasedGroup.objects.filter(release_id=release.id, table=table, key=list(key), rounds=1, few=True)
    return Explained("few" if few.exists() else "protect", instead, None)


def _minimum(release: ReleaseFacts, facts: PlanFacts, item: str) -> int:
    """Return how many answers an item needs; a follow-up to a sensitive one, published in few tables, twice as many."""
    found = next((one for one in facts.items if one.code == item), None)
    if found is None or not found.sensitive:
        return int(release.rules["minimum"])
    return int(release.rules["sensitive_minimum"]) * (2 if found.tables is not None else 1)


def _instead(release: ReleaseFacts, facts: PlanFacts, table: str, key: Key, item: str) -> tuple[str, Key] | None:
    """Return the nearest wider group that shows the item: without its last dimension first, the nation at last."""
    own = dict(zip(table.split("*"), key, strict=True)) if table else {}
    wider = [name for name in facts.tables if set(_dimensions(name)) < set(own)]
    for name in sorted(wider, key=lambda name: (-len(_dimensions(name)), facts.tables.index(name))):
        at = tuple(own[dimension] for dimension in _dimensions(name))
        found = groups(release, name, [at], [item]).get(at)
        if found is not None and found.get(item).shown:
            return name, at
    return None


def _dimensions(table: str) -> tuple[str, ...]:
    return tuple(table.split("*")) if table else ()
