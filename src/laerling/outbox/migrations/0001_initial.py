"""The messages table."""

import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('batch', models.UUIDField()),
                ('source', models.CharField(max_length=20)),
                ('reference', models.UUIDField()),
                ('channel', models.CharField(max_length=5)),
                ('state', models.CharField(default='queued', max_length=9)),
                ('reason', models.CharField(blank=True, default='', max_length=30)),
                ('attempt', models.PositiveSmallIntegerField(default=0)),
                ('lease_until', models.DateTimeField(blank=True, null=True)),
                ('not_before', models.DateTimeField()),
                ('queued_at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('provider_reference', models.CharField(blank=True, default='', max_length=100)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'queued')), fields=['batch', 'not_before'], name='message_waiting'), models.Index(condition=models.Q(('state', 'sending')), fields=['lease_until'], name='message_leased'), models.Index(fields=['reference'], name='message_reference')],
                'constraints': [models.UniqueConstraint(fields=('batch', 'reference', 'channel'), name='message_once'), models.CheckConstraint(condition=models.Q(('state__in', ['queued', 'sending', 'accepted', 'delivered', 'bounced', 'cancelled', 'unknown'])), name='message_state'), models.CheckConstraint(condition=models.Q(('channel__in', ['email', 'sms', 'local'])), name='message_channel'), models.CheckConstraint(condition=models.Q(models.Q(('lease_until__isnull', False), ('state', 'sending')), models.Q(models.Q(('state', 'sending'), _negated=True), ('lease_until__isnull', True)), _connector='OR'), name='message_lease')],
            },
        ),
    ]
