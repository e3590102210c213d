"""Leases that tell what was begun, receipts as they come, and the circuit of each channel."""

import django.db.models.deletion
from django.db import migrations, models

# Who sends while the version changes has no lease of the new kind: what it had in hand is unknown.
IN_HAND = """
UPDATE outbox_message SET state = 'unknown', reason = 'lease_expired', lease_until = NULL, settled_at = kernel_now()
WHERE state = 'sending'
"""


class Migration(migrations.Migration):

    dependencies = [
        ('kernel', '0001_initial'),
        ('outbox', '0001_initial'),
    ]

    operations = [
        migrations.RunSQL(IN_HAND, migrations.RunSQL.noop),
        migrations.RemoveConstraint(model_name='message', name='message_lease'),
        migrations.RemoveIndex(model_name='message', name='message_leased'),
        migrations.RemoveField(model_name='message', name='lease_until'),
        migrations.RemoveIndex(model_name='message', name='message_waiting'),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('state', 'queued')), fields=['batch', 'channel', 'not_before', 'id'], name='message_waiting'),
        ),
        migrations.CreateModel(
            name='Circuit',
            fields=[
                ('channel', models.CharField(max_length=5, primary_key=True, serialize=False)),
                ('recent', models.CharField(blank=True, default='', max_length=50)),
                ('open_until', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Lease',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(max_length=5)),
                ('until', models.DateTimeField()),
                ('n_begun', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'indexes': [models.Index(fields=['until'], name='lease_until')],
            },
        ),
        migrations.CreateModel(
            name='StoredReceipt',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('channel', models.CharField(max_length=5)),
                ('provider', models.CharField(max_length=20)),
                ('message_id', models.UUIDField(blank=True, null=True)),
                ('provider_reference', models.CharField(blank=True, default='', max_length=100)),
                ('state', models.CharField(max_length=9)),
                ('reason', models.CharField(blank=True, default='', max_length=30)),
                ('received_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('message_id__isnull', False), models.Q(('provider_reference', ''), _negated=True), _connector='OR'), name='receipt_names_message'), models.CheckConstraint(condition=models.Q(('state__in', ['accepted', 'delivered', 'bounced'])), name='receipt_state')],
            },
        ),
        migrations.AddField(
            model_name='message',
            name='lease',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='outbox.lease'),
        ),
        migrations.AddField(
            model_name='message',
            name='place',
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='message',
            name='uncertain',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('state', 'sending')), fields=['lease'], name='message_leased'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('state', 'unknown')), fields=['not_before'], name='message_unknown'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('provider_reference', ''), _negated=True), fields=['provider_reference'], name='message_provider'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('lease__isnull', False), ('place__isnull', False), ('state', 'sending')), models.Q(models.Q(('state', 'sending'), _negated=True), ('lease__isnull', True), ('place__isnull', True)), _connector='OR'), name='message_lease'),
        ),
    ]
