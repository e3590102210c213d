"""The register's own beat."""

from laerling.kernel import clock
from laerling.kernel.jobs import every
from laerling.register import actions


@every("* * * * * 20", "register.follow_dead_addresses")
def follow_dead_addresses() -> None:
    """Let findings follow what bounced, every minute: many bounces of a dispatch come to one reckoning."""
    actions.follow_dead_addresses(now=clock.now())
