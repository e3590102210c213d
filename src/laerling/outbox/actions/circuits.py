"""The circuit of a channel: opened when its provider fails too often, so that nothing is thrown at a wall."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection

from laerling.outbox.rules import FAULTS_AT_MOST, SHUT_FOR, WATCHED, is_fault
from laerling.outbox.types import NOT_BEGUN, Outcome

# One statement, since senders in several processes share the row. While the circuit is open late words of messages that
# were under way change nothing; the trial after it is judged by itself.
_NOTE = f"""
INSERT INTO outbox_circuit AS circuit (channel, recent, open_until)
SELECT channel, right(told.marks, {WATCHED}),
       CASE WHEN length(replace(right(told.marks, {WATCHED}), '.', '')) > {FAULTS_AT_MOST} THEN told.shut END
FROM outbox_lease, (SELECT %(marks)s::text, %(shut)s::timestamptz) AS told (marks, shut)
WHERE id = %(lease)s
ON CONFLICT (channel) DO UPDATE SET
    recent = CASE WHEN circuit.open_until IS NULL THEN right(circuit.recent || %(marks)s, {WATCHED}) ELSE '' END,
    open_until = CASE
        WHEN circuit.open_until > %(now)s THEN circuit.open_until
        WHEN circuit.open_until IS NOT NULL
            THEN CASE WHEN position('.' IN %(marks)s) = 0 THEN %(shut)s::timestamptz END
        WHEN length(replace(right(circuit.recent || %(marks)s, {WATCHED}), '.', '')) > {FAULTS_AT_MOST}
            THEN %(shut)s::timestamptz
    END
"""  # noqa: S608  figures of the rules, no text of anybody's


def note_hand_overs(outcomes: Iterable[Outcome], *, lease: int, now: datetime) -> None:
    """Tell a lease's channel how its provider did with these messages; too many faults of the last 50 open its circuit."""
    marks = "".join("x" if is_fault(outcome) else "." for outcome in outcomes if outcome.reason != NOT_BEGUN)
    if marks:
        with connection.cursor() as cursor:
            cursor.execute(_NOTE, {"marks": marks, "now": now, "shut": now + SHUT_FOR, "lease": lease})
