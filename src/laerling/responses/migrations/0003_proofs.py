"""Who holds the round's key and has shown it, what was destroyed; and no round opens whose key nobody has shown."""

import django.db.models.deletion
import uuid
from django.db import migrations, models

# As in migration 0002.
URN_LOCK = 20101902

# A round opens when its day has come and two holders have shown, at most fourteen days before it or since, that they can
# open what is sealed to its key (rules.PROOF_DAYS). What has opened stays open: a proof is never taken away by time.
PHASE = """
CREATE OR REPLACE FUNCTION responses_phase(round_year integer) RETURNS text
    LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT CASE
        WHEN closed_at IS NOT NULL OR kernel_now() >= (closes_on + 1)::timestamp AT TIME ZONE 'Europe/Oslo' THEN 'closed'
        WHEN kernel_now() < opens_on::timestamp AT TIME ZONE 'Europe/Oslo' THEN 'not_open'
        WHEN NOT EXISTS (
            SELECT FROM responses_keyproof WHERE round_id = round_year
            AND proven_at >= opens_on::timestamp AT TIME ZONE 'Europe/Oslo' - interval '336 hours'
        ) THEN 'not_open'
        ELSE 'open'
    END FROM rounds_round WHERE year = round_year
$$;
"""
PHASE_BEFORE = """
CREATE OR REPLACE FUNCTION responses_phase(round_year integer) RETURNS text
    LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT CASE
        WHEN closed_at IS NOT NULL OR kernel_now() >= (closes_on + 1)::timestamp AT TIME ZONE 'Europe/Oslo' THEN 'closed'
        WHEN kernel_now() < opens_on::timestamp AT TIME ZONE 'Europe/Oslo' THEN 'not_open'
        ELSE 'open'
    END FROM rounds_round WHERE year = round_year
$$;
"""

# The files that held the ballots go, not their rows alone: deleted rows can still be read. Other rounds' ballots are
# written anew, in random order as at every mix.
DESTROY = f"""
CREATE FUNCTION responses_destroy_urn(emptied_round integer) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    n_destroyed integer;
BEGIN
    PERFORM pg_advisory_xact_lock({URN_LOCK}, emptied_round);
    PERFORM FROM responses_opening WHERE round_id = emptied_round AND opened_at IS NOT NULL;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the urn has not been opened';
    END IF;
    LOCK TABLE responses_urn IN ACCESS EXCLUSIVE MODE;
    SELECT count(*) INTO n_destroyed FROM responses_urn WHERE round_id = emptied_round;
    CREATE TEMPORARY TABLE responses_kept AS
        SELECT round_id, sealed FROM responses_urn WHERE round_id <> emptied_round ORDER BY gen_random_uuid();
    TRUNCATE responses_urn;
    INSERT INTO responses_urn (id, round_id, sealed) SELECT gen_random_uuid(), round_id, sealed FROM responses_kept;
    DROP TABLE responses_kept;
    RETURN n_destroyed;
END $$;
REVOKE ALL ON FUNCTION responses_destroy_urn(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION responses_destroy_urn(integer) TO laerling_worker;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('responses', '0002_urn'),
        ('rounds', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='KeyChallenge',
            fields=[
                ('round', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='rounds.round')),
                ('fingerprint', models.CharField(max_length=64)),
                ('sealed', models.TextField()),
                ('answers', models.JSONField()),
                ('made_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='KeyRehearsal',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('held_at', models.DateTimeField()),
                ('held_by', models.CharField(max_length=60)),
                ('went_well', models.BooleanField()),
                ('report', models.JSONField(default=dict)),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='rounds.round')),
            ],
        ),
        migrations.CreateModel(
            name='DestructionRecord',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('what', models.CharField(max_length=12)),
                ('destroyed_at', models.DateTimeField()),
                ('destroyed_by', models.CharField(max_length=60)),
                ('how', models.CharField(blank=True, max_length=400)),
                ('witness', models.CharField(blank=True, max_length=100)),
                ('recorded_at', models.DateTimeField()),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='rounds.round')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('round', 'what'), name='destruction_once'), models.CheckConstraint(condition=models.Q(('what__in', ['link_key', 'draft_pepper', 'mac_key', 'drafts', 'urn', 'backup_key', 'identity'])), name='destruction_what'), models.CheckConstraint(condition=models.Q(('what__in', ('link_key', 'draft_pepper', 'mac_key', 'drafts', 'urn')), models.Q(models.Q(('how', ''), _negated=True), models.Q(('witness', ''), _negated=True)), _connector='OR'), name='destruction_witnessed')],
            },
        ),
        migrations.CreateModel(
            name='HolderKey',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('holder', models.CharField(max_length=1)),
                ('public_key', models.CharField(max_length=200)),
                ('handed_in_at', models.DateTimeField()),
                ('handed_in_by', models.CharField(max_length=60)),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='rounds.round')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('holder__in', ('a', 'b', 'c'))), name='holderkey_holder'), models.UniqueConstraint(fields=('round', 'holder'), name='holderkey_once'), models.UniqueConstraint(fields=('round', 'public_key'), name='holderkey_own')],
            },
        ),
        migrations.CreateModel(
            name='KeyProof',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('fingerprint', models.CharField(max_length=64)),
                ('holders', models.CharField(max_length=2)),
                ('proven_at', models.DateTimeField()),
                ('handed_in_by', models.CharField(max_length=60)),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='rounds.round')),
            ],
            options={
                'indexes': [models.Index(fields=['round', 'proven_at'], name='keyproof_newest')],
                'constraints': [models.CheckConstraint(condition=models.Q(('holders__in', ('ab', 'ac', 'bc'))), name='keyproof_holders')],
            },
        ),
        migrations.RunSQL(PHASE + DESTROY, PHASE_BEFORE + "DROP FUNCTION responses_destroy_urn(integer);"),
    ]
