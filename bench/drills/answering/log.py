"""Destroying the write-ahead log, as the procedure for the time between the close and the opening says."""

import os

from laerling.config import embedded
from laerling.config.env import env


def destroy_log() -> int:
    """Stop PostgreSQL cleanly, write over and remove its log, begin a new one, and start again; return how many files went.

    After a clean stop everything stands in the tables' own files, and the log is needed for nothing.
    """
    from django.db import connection  # noqa: PLC0415  once Django is up

    connection.close()
    home = env()
    port = int(os.environ["DATABASE_URL"].rpartition(":")[2].partition("/")[0])
    # What is running now was started by our own, whose address stands in the environment.
    embedded.stop(home)
    folder = embedded.data_folder(home) / "pg_wal"
    segments = [path for path in folder.iterdir() if path.is_file()]
    for path in segments:
        size = path.stat().st_size
        with path.open("r+b") as file:
            file.write(bytes(size))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
    if embedded.run(["pg_resetwal", "-D", str(embedded.data_folder(home))]) != 0:
        raise RuntimeError("PostgreSQL's log could not be begun anew.")
    embedded.ensure_started(home, port=port)
    return len(segments)
