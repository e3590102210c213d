"""Lost links: what anybody may ask for by one function, which looks nothing up and tells nothing."""

import django.db.models.deletion
import uuid
from django.db import migrations, models

# The answering site may add a request and read none. So many may wait that the worker is minutes behind, and no more.
ASK_AGAIN = """
CREATE FUNCTION invitations_ask_again(written text) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF (SELECT count(*) FROM (SELECT FROM invitations_linkrequest WHERE address <> '' LIMIT 2000) AS waiting) >= 2000 THEN
        RETURN false;
    END IF;
    INSERT INTO invitations_linkrequest (id, address, asked_at)
        VALUES (gen_random_uuid(), left(written, 254), kernel_now());
    RETURN true;
END $$;
REVOKE ALL ON FUNCTION invitations_ask_again(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION invitations_ask_again(text) TO laerling_answering;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('invitations', '0004_tallies'),
        ('kernel', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='LinkRequest',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('address', models.CharField(blank=True, max_length=254)),
                ('asked_at', models.DateTimeField()),
                ('channel', models.CharField(blank=True, db_default='', default='', max_length=5)),
                ('asked_on', models.DateField(blank=True, null=True)),
                ('number', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('invitation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='invitations.invitation')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('address', ''), _negated=True), fields=['asked_at'], name='link_request_waiting'), models.Index(fields=['asked_on'], name='link_request_day')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(models.Q(('address', ''), _negated=True), ('asked_on', None), ('channel', ''), ('done_at', None), ('invitation', None), ('number', None)), models.Q(('address', ''), ('asked_on__isnull', False), ('channel__in', ['email', 'sms']), ('invitation__isnull', False), ('number__gte', 1), ('number__lte', 3)), _connector='OR'), name='link_request_address_or_person'), models.UniqueConstraint(fields=('invitation', 'asked_on', 'number'), name='link_request_number_once')],
            },
        ),
        migrations.RunSQL(ASK_AGAIN, "DROP FUNCTION invitations_ask_again(text);"),
    ]
