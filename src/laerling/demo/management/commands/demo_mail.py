"""Run the demo's mail server: what it takes in can be read on the inbox site."""

import asyncio
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from laerling.demo.inbox.server import serve
from laerling.demo.inbox.views import store


class Command(BaseCommand):
    """Takes every message sent to it and delivers none."""

    help = "Run the demo's mail server on the loopback interface; its messages are read on the inbox site."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which port to listen on."""
        parser.add_argument("--port", type=int, default=settings.EMAIL_PORT)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Listen until told to end."""
        try:
            asyncio.run(serve(store(), port=options["port"]))
        except OSError as fault:
            message = f"Port {options['port']} is taken: no mail can be received there."
            raise CommandError(message) from fault
