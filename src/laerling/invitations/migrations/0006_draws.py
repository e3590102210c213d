"""Draws among those who have answered, and their winners."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('invitations', '0005_lost_links'),
        ('rounds', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='PrizeDraw',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('county_code', models.CharField(max_length=2)),
                ('n_winners', models.PositiveSmallIntegerField()),
                ('drawn_at', models.DateTimeField()),
                ('drawn_by', models.CharField(max_length=60)),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='rounds.round')),
            ],
        ),
        migrations.CreateModel(
            name='PrizeWinner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('draw', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='invitations.prizedraw')),
                ('invitation', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='invitations.invitation')),
            ],
        ),
        migrations.AddIndex(
            model_name='prizedraw',
            index=models.Index(fields=['round', 'county_code'], name='prizedraw_county'),
        ),
        migrations.AddConstraint(
            model_name='prizedraw',
            constraint=models.CheckConstraint(condition=models.Q(('n_winners__gte', 1), ('n_winners__lte', 10)), name='prizedraw_winners'),
        ),
    ]
