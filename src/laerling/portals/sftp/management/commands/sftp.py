"""Serves the counties' areas over SFTP."""

import asyncio
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from laerling.portals.sftp.serving import serve


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
        """Listen, say so, and serve."""

        def ready(at: int) -> None:
            self.stdout.write(f"The counties' areas are served over SFTP at {host}, port {at}.")
            self.stdout.flush()

        # What the command line asked of the database is over; the server's threads have connections of their own.
        connections.close_all()
        try:
            asyncio.run(serve(home=settings.HOME, host=host, port=port, ready=ready))
        except (OSError, OverflowError) as fault:
            reason = getattr(fault, "strerror", None) or "not a port"
            raise CommandError(f"Port {port} at {host} cannot be listened on: {reason}.") from fault
