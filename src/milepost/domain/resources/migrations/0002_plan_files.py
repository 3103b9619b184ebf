
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_tries'),
        ('base', '0003_outbox'),
        ('programs', '0002_initial'),
        ('resources', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='PlanFile',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('version', models.BigIntegerField(default=0)),
                ('name', models.CharField(max_length=300)),
                ('format', models.CharField(max_length=40)),
                ('size_bytes', models.BigIntegerField(default=0)),
                ('digest', models.CharField(blank=True, default='', max_length=64)),
                ('is_newer', models.BooleanField(default=False)),
                ('ledger', models.ForeignKey(on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='base.ledger')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='programs.project')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SheetColumns',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('version', models.BigIntegerField(default=0)),
                ('headings', models.TextField()),
                ('source', models.CharField(blank=True, default='', max_length=300)),
                ('columns', models.JSONField(default=dict)),
                ('ledger', models.ForeignKey(on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='base.ledger')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.person')),
            ],
            options={
                'abstract': False,
            },
        ),
    ]
