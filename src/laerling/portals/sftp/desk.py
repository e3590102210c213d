"""Where the server's one thread hands over what waits for the database: a few threads with a connection each."""

import asyncio
import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from django.db import close_old_connections, connections
from django.utils import translation

P = ParamSpec("P")
Result = TypeVar("Result")
logger = logging.getLogger(__name__)

# Checking a password takes a core for a quarter of a second, so more threads than this would only wait for one another.
N_THREADS = 4


class Desk:
    """A pool of threads for the work that blocks."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(N_THREADS, thread_name_prefix="area")

    async def do(self, work: Callable[P, Result], *args: P.args, **kwargs: P.kwargs) -> Result:
        """Do `work` in a thread, in bokmål, and return what it returns."""
        return await self.do_in("nb", work, *args, **kwargs)

    async def do_in(self, language: str, work: Callable[P, Result], *args: P.args, **kwargs: P.kwargs) -> Result:
        """Do `work` in a thread, in a language, and return what it returns.

        Before and after, a connection that the database has closed is given back, as Django does around a request:
        after the database has been away, the next piece of work finds it again.
        """

        def whole() -> Result:
            close_old_connections()
            try:
                with translation.override(language):
                    return work(*args, **kwargs)
            finally:
                close_old_connections()

        return await asyncio.get_running_loop().run_in_executor(self._pool, whole)

    def close(self) -> None:
        """Wait for what is being done, and close each thread's connection."""
        # Every thread takes one of these, as none goes on before all have.
        all_here = threading.Barrier(N_THREADS)
        for _ in range(N_THREADS):
            self._pool.submit(_close_here, all_here)
        self._pool.shutdown()


def _close_here(all_here: threading.Barrier) -> None:
    connections.close_all()
    all_here.wait()
