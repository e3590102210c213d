"""Serves the counties' areas over SFTP."""

import asyncio
import os
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connections
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from laerling.kernel.errors import Refusal
from laerling.portals.sftp.serving import serve


class CannotListen(Refusal):
    """An address or port that is taken, or none of this machine's."""

    code = "cannot_listen"
    sentence = gettext_lazy("Nothing can listen on port %(port)s at %(host)s: %(reason)s.")


class Command(BaseCommand):
    """`./laerling sftp --port 8022`."""

    help = "Serve the counties' areas over SFTP until told to end."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask where to listen."""
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default %(default)s)")
        parser.add_argument(
            "--port", type=int, default=settings.SFTP_PORT, help="port to listen on (default %(default)s)"
        )

    def handle(self, *_args: Any, host: str, port: int, **_options: Any) -> None:
        """Listen, say so, and serve. Raises CannotListen."""

        def ready(at: int) -> None:
            served = _("The counties' areas are served over SFTP at %(host)s, port %(port)s.")
            self.stdout.write(served % {"host": host, "port": at})
            self.stdout.flush()

        # What the command line asked of the database is over; the server's threads have connections of their own.
        connections.close_all()
        try:
            asyncio.run(serve(home=settings.HOME, host=host, port=port, ready=ready))
        except OSError as fault:
            # Name servers' numbers are below zero, and their words are all there is.
            reason = os.strerror(fault.errno) if fault.errno and fault.errno > 0 else fault.strerror
            raise CannotListen(port=port, host=host, reason=reason) from fault
        except OverflowError as fault:
            raise CannotListen(port=port, host=host, reason=_("there is no such port")) from fault
