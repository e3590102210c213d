"""The demo's mail server: takes every message, delivers none, and writes them to the store in bunches.

The SMS gateway runs in the same process, so that the demo starts no slower for it.
"""

import asyncio
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from aiosmtpd.smtp import SMTP, Envelope, Session

from laerling.demo.inbox.gateway import Gateway
from laerling.demo.inbox.store import Store

FLUSH_SECONDS: Final = 0.1
HOST: Final = "127.0.0.1"


class Sink:
    """Takes messages in as fast as they come; a task of its own writes them down."""

    def __init__(self, store: Store) -> None:
        """Keep messages for `store`."""
        self.store = store
        self.waiting: list[tuple[str, bytes]] = []

    async def handle_DATA(  # noqa: N802  the name aiosmtpd calls
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Take one message for each of its recipients."""
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        self.waiting.extend((recipient, content) for recipient in envelope.rcpt_tos)
        return "250 2.0.0 OK: kept in the demo's inbox"

    async def write_down(self) -> None:
        """Write what has come since last time, over and over."""
        while True:
            await asyncio.sleep(FLUSH_SECONDS)
            await self.flush()

    async def flush(self) -> None:
        """Write what is waiting, in one transaction."""
        bunch, self.waiting = self.waiting, []
        if bunch:
            # Whoever stops waiting for a bunch, at the end, must not take it away.
            await asyncio.shield(asyncio.to_thread(self.store.add, bunch))


async def serve(store: Store, *, port: int, until: asyncio.Event | None = None) -> None:
    """Take mail on the loopback interface until `until` is set, or the process is told to end.

    Raises OSError where the port is taken.
    """
    store.prepare()
    sink = Sink(store)
    loop = asyncio.get_running_loop()
    end = until or _end_of_process(loop)
    server = await loop.create_server(lambda: SMTP(sink, hostname="inbox.eksempel.no", loop=loop), HOST, port)
    writer = asyncio.create_task(sink.write_down())
    try:
        await end.wait()
    finally:
        server.close()
        writer.cancel()
        with suppress(asyncio.CancelledError):
            await writer
        await sink.flush()


def main(arguments: Sequence[str]) -> int:
    """Run both: `python -m laerling.demo.inbox.server PORT STORE [SMS_PORT]`. Return 1 where a port is taken."""
    port, path, *more = arguments
    store = Store(Path(path))
    try:
        for sms_port in more:
            store.prepare()
            Gateway(store, int(sms_port)).start()
        asyncio.run(serve(store, port=int(port)))
    except OSError:
        print(f"Port {' or '.join((port, *more))} is taken: no messages can be received there.", file=sys.stderr)
        return 1
    return 0


def _end_of_process(loop: asyncio.AbstractEventLoop) -> asyncio.Event:
    end = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, end.set)
    return end


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
