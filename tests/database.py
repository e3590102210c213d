"""A throwaway PostgreSQL 18 for one test run, started before Django reads its settings."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

from laerling.config import embedded, translations
from laerling.config.env import env


def _start() -> None:
    if "LAERLING_TEST_HOME" in os.environ:
        return
    home = tempfile.mkdtemp(prefix="laerling-test-")
    os.environ["LAERLING_TEST_HOME"] = os.environ["LAERLING_HOME"] = home
    env.cache_clear()
    if "DATABASE_URL" not in os.environ:
        os.environ["DATABASE_URL"] = embedded.ensure_started(env(), durable=False)
        os.environ["LAERLING_TEST_SERVER"] = str(os.getpid())
        env.cache_clear()
    translations.compile_catalogues()
    # Where an installation collects its static files; WhiteNoise warns when the folder is missing.
    (Path(home) / "static").mkdir()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server, in the process that started it only."""
    if os.environ.get("LAERLING_TEST_SERVER") == str(os.getpid()):
        embedded.remove(env())
        shutil.rmtree(Path(os.environ["LAERLING_TEST_HOME"]), ignore_errors=True)


_start()
