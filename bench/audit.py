"""How fast several writers record what they did, each event in a transaction of its own, while it is chained beside them.

Four processes write for some seconds; the ledger is extended over and over meanwhile. Then the whole is verified, and the
last beat is timed with 100,000 events chained already. The ratio is the time of one event beside that of a bare row with
the same columns, neither hashed nor chained. The goal is 2 at most, and 1,000 events a second.
"""

import multiprocessing
import time

from laerling.config import throwaway

WRITERS = 4
SECONDS = 5.0
MANY = 100_000


def main() -> None:
    """Measure and print; the last line is the ratio."""
    with throwaway.home():
        from django.db import connection  # noqa: PLC0415  once Django is up

        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE bench_bare (LIKE audit_event INCLUDING INDEXES INCLUDING DEFAULTS)")
            cursor.execute("ALTER TABLE bench_bare DROP COLUMN content_hash")
        bare, _beats = _written("bench_bare", chained=False)
        hashed, beats = _written("audit_event", chained=True)
        print(
            f"{WRITERS} writers: {hashed:,.0f} events a second beside {beats} beats of the ledger; {bare:,.0f} bare rows"
        )
        _many()
        print(f"ratio: {bare / hashed:.2f}")


def _written(table: str, *, chained: bool) -> tuple[float, int]:
    """Return how many rows a second went in, and how often the ledger was extended meanwhile."""
    from django.db import connection  # noqa: PLC0415

    from laerling.audit import actions  # noqa: PLC0415
    from laerling.kernel import clock  # noqa: PLC0415

    connection.close()
    context = multiprocessing.get_context("fork")
    counts = context.Queue()
    writers = [context.Process(target=_write, args=(table, counts)) for _ in range(WRITERS)]
    started = time.perf_counter()
    for writer in writers:
        writer.start()
    beats = 0
    while chained and any(writer.is_alive() for writer in writers):
        actions.extend_ledger(now=clock.now())
        beats += 1
    total = sum(counts.get(timeout=10 * SECONDS) for _ in writers)
    for writer in writers:
        writer.join()
    return total / (time.perf_counter() - started), beats


def _write(table: str, counts: multiprocessing.Queue) -> None:
    from django.db import connection  # noqa: PLC0415

    from laerling.audit import actions  # noqa: PLC0415
    from laerling.audit.models import Event  # noqa: PLC0415
    from laerling.kernel import clock  # noqa: PLC0415
    from laerling.kernel.types import SYSTEM  # noqa: PLC0415

    Event._meta.db_table = table  # noqa: SLF001  the bare rows go by the very same code
    end, n = time.perf_counter() + SECONDS, 0
    while time.perf_counter() < end:
        actions.record("invitations.dispatch.ordered", by=SYSTEM, now=clock.now(), scope="county:46", n_people=120)
        n += 1
    connection.close()
    counts.put(n)


def _many() -> None:
    """Chain 100,000 events, verify them, and time a beat with ten new ones beside them."""
    from django.db import connection  # noqa: PLC0415

    from laerling.audit import actions, queries  # noqa: PLC0415
    from laerling.kernel import clock  # noqa: PLC0415
    from laerling.kernel.types import SYSTEM  # noqa: PLC0415

    started = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_event (id, at, actor_kind, actor_id, what, about, scope, details)"
            " SELECT gen_random_uuid(), now() + n * interval '1 second', 'system', 'season', 'sample.drawn', '', '', '{}'"
            " FROM generate_series(1, %s) AS n",
            [MANY],
        )
    print(
        f"{MANY / (time.perf_counter() - started):,.0f} events a second hashed by the database alone, in one statement"
    )
    chained = _timed(lambda: actions.extend_ledger(now=clock.now()))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE audit_event, audit_ledgerentry")
    for _ in range(10):
        actions.record("sample.drawn", by=SYSTEM, now=clock.now())
    beat = _timed(lambda: actions.extend_ledger(now=clock.now()))
    verified = _timed(queries.verify)
    fault = queries.verify().fault or "intact"
    n = queries.verify().n_entries
    print(
        f"{n:,} events {fault}: {MANY / chained:,.0f} chained a second, a beat {beat:.2f} s, verified in {verified:.1f} s"
    )


def _timed(work) -> float:  # noqa: ANN001  a function of two kinds
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
