"""A draw as the lines of its files."""

from laerling.sample.models import Exclusion, SampleMember, SupervisorPick


def sample_lines(sample_id: str) -> list[tuple[str, str]]:
    """Return contract number and person of everyone asked, in the order of the number."""
    rows = SampleMember.objects.filter(sample_id=sample_id).values_list("contract__number", "person_id")
    return sorted(rows)


def excluded_lines(sample_id: str) -> list[tuple[str, str, str]]:
    """Return contract number, person and reasons of every contract not asked, in the order of the number."""
    rows = Exclusion.objects.filter(sample_id=sample_id)
    return sorted(rows.values_list("contract__number", "person_id", "reasons"))


def supervisor_lines(sample_id: str) -> list[tuple[str, str, int]]:
    """Return establishment, supervisor and apprentices of every pick, in the order of the organisation number."""
    rows = SupervisorPick.objects.filter(sample_id=sample_id)
    return sorted(rows.values_list("orgnr", "supervisor_id", "n_apprentices"))
