"""The jobs of gatherings."""

from uuid import UUID

from laerling.gatherings import actions, desk
from laerling.kernel import clock
from laerling.kernel.jobs import every, job


@job("gatherings.make_seats")
def make_seats(*, gathering_id: str) -> None:
    """Make a gathering's seats, or take them away."""
    actions.make_seats(gathering_id=UUID(gathering_id), now=clock.now())


@job("gatherings.make_slips")
def make_slips(*, gathering_id: str, paper_id: str) -> None:
    """Lay a gathering's slips on the desk."""
    actions.make_slips(gathering_id=UUID(gathering_id), paper_id=UUID(paper_id), now=clock.now())


@every("* * * * * */20", "gatherings.look_after_rooms")
def look_after_rooms() -> None:
    """Open and shut rooms, every twenty seconds."""
    actions.look_after_rooms(now=clock.now())


@every("*/10 * * * *", "gatherings.clear_desk")
def clear_desk() -> None:
    """Shred slips that were not taken away, every ten minutes."""
    desk.clear_old()
