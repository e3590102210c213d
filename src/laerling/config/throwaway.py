"""A home for one measurement or drill: made ready, and thrown away afterwards."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from laerling.config import embedded
from laerling.config.env import env


@contextmanager
def home() -> Iterator[Path]:
    """Give a measurement a home with a PostgreSQL of its own, whatever the environment says. Call before Django is set up."""
    folder = Path(tempfile.mkdtemp(prefix="laerling-throwaway-"))
    os.environ["LAERLING_HOME"] = str(folder)
    os.environ.pop("DATABASE_URL", None)
    env.cache_clear()
    from laerling.__main__ import prepare  # noqa: PLC0415  a circle otherwise: the command line starts measurements

    try:
        prepare()
        yield folder
    finally:
        embedded.remove(env())
        shutil.rmtree(folder, ignore_errors=True)
