"""What one unit was called through the rounds."""

from datetime import datetime

from laerling.release.models import ReleasedLabel


def names_over_years(dimension: str, code: str, now: datetime) -> dict[int, str]:
    """Return a code's name in every round that is out and has it, oldest first. One query."""
    rows = ReleasedLabel.objects.filter(dimension=dimension, code=code, release__round__results_at__lte=now)
    return dict(rows.order_by("release__round_id").values_list("release__round_id", "name"))
