"""The publication plans that come with the system: a round's own, or else the standard one."""

from importlib import resources

from laerling.release.rules.publication import PublicationPlan, read_publication


def plan_of_round(round_year: int) -> PublicationPlan:
    """Return the plan of a round: data/plan-<year>.toml where there is one, data/plan-standard.toml where not."""
    folder = resources.files("laerling.release") / "data"
    own = folder / f"plan-{round_year}.toml"
    chosen = own if own.is_file() else folder / "plan-standard.toml"
    return read_publication(chosen.read_text(encoding="utf-8"))
