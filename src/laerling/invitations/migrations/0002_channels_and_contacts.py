"""Dispatches by SMS and by either channel, whose people they are for, and a week between messages held by the database."""

import django.db.models.deletion
from django.db import migrations, models

# Who is written to is decided in the statement that claims each message; this is the wall behind it (M19). The gap is a
# figure of the round. A contact taken back, because the address was dead, is no contact.
CONTACTS = """
CREATE FUNCTION invitations_keep_contacts() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    gap integer;
BEGIN
    SELECT reminder_gap_days INTO gap FROM rounds_round WHERE year = NEW.round_id;
    IF OLD.answered OR OLD.declined THEN
        RAISE EXCEPTION 'has answered or declined' USING ERRCODE = 'check_violation', CONSTRAINT = 'contact_willing';
    ELSIF NEW.n_contacts > OLD.n_contacts + 1 THEN
        RAISE EXCEPTION 'one contact at a time' USING ERRCODE = 'check_violation', CONSTRAINT = 'contact_one';
    ELSIF NEW.contacted_on IS NULL OR NEW.next_contact_on IS NULL
        OR NEW.contacted_on < coalesce(OLD.next_contact_on, NEW.contacted_on)
        OR NEW.next_contact_on < NEW.contacted_on + gap
    THEN
        RAISE EXCEPTION 'too soon' USING ERRCODE = 'check_violation', CONSTRAINT = 'contact_gap';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER invitation_contact BEFORE UPDATE OF n_contacts ON invitations_invitation
    FOR EACH ROW WHEN (NEW.n_contacts > OLD.n_contacts) EXECUTE FUNCTION invitations_keep_contacts();
"""
NO_CONTACTS = "DROP TRIGGER invitation_contact ON invitations_invitation; DROP FUNCTION invitations_keep_contacts();"


class Migration(migrations.Migration):
    dependencies = [("invitations", "0001_initial")]

    operations = [
        migrations.AlterField("dispatch", "channel", models.CharField(max_length=6)),
        migrations.AddField("dispatch", "sms_nb", models.TextField(blank=True, db_default="", default="")),
        migrations.AddField("dispatch", "sms_nn", models.TextField(blank=True, db_default="", default="")),
        migrations.AddField("invitation", "contacted_on", models.DateField(blank=True, null=True)),
        migrations.AddField("invitation", "had_sms", models.BooleanField(db_default=False, default=False)),
        migrations.RemoveConstraint("dispatch", "dispatch_channel"),
        migrations.RemoveConstraint("dispatch", "dispatch_slot"),
        migrations.RemoveConstraint("dispatch", "dispatch_slot_once"),
        migrations.AddConstraint(
            "dispatch",
            models.CheckConstraint(
                condition=models.Q(channel__in=["email", "sms", "either"]), name="dispatch_channel"
            ),
        ),
        migrations.AddConstraint(
            "dispatch",
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(channel="email", _negated=True),
                        models.Q(
                            models.Q(slot__gte=1, slot__isnull=False),
                            models.Q(slot=None, state="stopped"),
                            _connector="OR",
                        ),
                    ),
                    models.Q(channel="email", slot=None),
                    _connector="OR",
                ),
                name="dispatch_slot",
            ),
        ),
        migrations.AddConstraint(
            "dispatch",
            models.UniqueConstraint(
                condition=models.Q(channel="email", _negated=True),
                fields=("round", "owner_kind", "owner_code", "slot"),
                name="dispatch_slot_once",
            ),
        ),
        migrations.CreateModel(
            name="DispatchPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("county_code", models.CharField(max_length=2)),
                ("office_orgnr", models.CharField(blank=True, max_length=9)),
                ("n_people", models.PositiveIntegerField()),
                (
                    "dispatch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="invitations.dispatch",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dispatch", "county_code", "office_orgnr"), name="dispatch_part_once"
                    )
                ],
                "indexes": [
                    models.Index(fields=["county_code"], name="dispatch_part_county"),
                    models.Index(fields=["office_orgnr"], name="dispatch_part_office"),
                ],
            },
        ),
        migrations.RunSQL(CONTACTS, NO_CONTACTS),
    ]
