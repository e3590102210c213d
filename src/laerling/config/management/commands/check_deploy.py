"""Looks whether a process may be let loose on people's data. Fails closed: what cannot be looked at is a finding too."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from laerling.config import deploy
from laerling.config.env import env


class Command(BaseCommand):
    """`LAERLING_SITE=staff ./laerling check_deploy`, once for each process, in its own environment."""

    help = "Look whether this process is set up as one that holds people's data must be; ends with 1 where it is not."
    requires_system_checks = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Print every finding, or that there is none."""
        try:
            found = deploy.findings(deploy.gather(env()))
        except (DatabaseError, OSError) as fault:
            reason = str(fault).strip().partition("\n")[0].rstrip(".")
            raise CommandError(f"It cannot be looked at: {reason}. Mend this first.") from fault
        for unfit in found:
            self.stdout.write(f"{unfit.code:<12} {unfit.sentence}")
        if found:
            raise CommandError(
                f"{len(found)} things are not as they must be. Nothing may be let loose on people's data yet."
            )
        self.stdout.write(f"The process {env().site} is set up as it must be.")
