"""Tokens are counted by the minute, and tries to come in in a table all processes share."""

from django.core.management import call_command
from django.db import migrations, models

TABLE = "accounts_tries"


def create(apps, schema_editor):
    call_command("createcachetable", TABLE, database=schema_editor.connection.alias, verbosity=0)


def drop(apps, schema_editor):
    schema_editor.execute(f"DROP TABLE {TABLE}")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_saved_views")]
    operations = [
        migrations.AddField("token", "minute", models.BigIntegerField(null=True)),
        migrations.AddField("token", "asked", models.BigIntegerField(default=0)),
        migrations.RunPython(create, drop),
    ]
