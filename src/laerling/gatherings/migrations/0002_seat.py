"""What the answering site may ask of a room: one seat, by its hash, while the room is open."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION gatherings_claim(room uuid, known_by bytea) RETURNS bytea
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT seat.sealed FROM gatherings_seat AS seat
    JOIN gatherings_gathering AS gathering ON gathering.id = seat.gathering_id
    WHERE seat.gathering_id = room AND seat.seat_hash = known_by AND gathering.cancelled_at IS NULL
        AND kernel_now() >= gathering.starts_at - interval '1 hour' AND kernel_now() < gathering.ends_at + interval '2 hours'
$$;
REVOKE ALL ON FUNCTION gatherings_claim(uuid, bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gatherings_claim(uuid, bytea) TO laerling_answering;
"""
BACKWARD = "DROP FUNCTION gatherings_claim(uuid, bytea);"


class Migration(migrations.Migration):
    """Make the function."""

    dependencies = [("gatherings", "0001_initial"), ("kernel", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
