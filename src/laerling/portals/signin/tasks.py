"""Jobs that send letters about accounts, and tidy up."""

from importlib import import_module
from uuid import UUID

from django.conf import settings

from laerling.access.actions.letters import SEND_JOB
from laerling.kernel import clock
from laerling.kernel.jobs import every, job
from laerling.portals.signin import post


@job(SEND_JOB)
def send_letter(*, letter_id: str) -> None:
    """Queue a letter and send what waits."""
    post.queue(UUID(letter_id), now=clock.now())
    post.send_waiting(now=clock.now())


@every("* * * * * */30", "signin.send_waiting")
def send_waiting() -> None:
    """Send what could not be sent before, every half minute."""
    post.send_waiting(now=clock.now())


@every("45 3 * * * 0", "signin.tidy")
def tidy() -> None:
    """Take away sessions and shared notes that have run out, every night."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
