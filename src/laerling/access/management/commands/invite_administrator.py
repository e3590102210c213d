"""Lets the first ones in: somebody who administers users for the whole country."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.translation import gettext as _

from laerling.access.actions import grant, invite
from laerling.access.policy import ALL_TASKS
from laerling.kernel import clock
from laerling.kernel.types import Actor

_BY = Actor("system", "command")


class Command(BaseCommand):
    """`./laerling invite_administrator --email somebody@example.no --name "Some Body"`."""

    help = "Invite somebody with all the Directorate's tasks. From then on people let one another in."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for the address and the name."""
        parser.add_argument("--email", required=True)
        parser.add_argument("--name", required=True)

    @transaction.atomic
    def handle(self, *_args: Any, email: str, name: str, **_options: Any) -> None:
        """Invite them, and say so. Again, it sends a new link where none has been used."""
        now = clock.now()
        account = invite(email=email, name=name, by=_BY, now=now)
        grant(
            account=account,
            roles=ALL_TASKS["nation"],
            unit_kind="nation",
            valid_from=clock.today(),
            why=_("let in by those who run the system"),
            by=_BY,
            now=now,
        )
        self.stdout.write(_("An invitation is on its way. The link works once, within seven days."))
