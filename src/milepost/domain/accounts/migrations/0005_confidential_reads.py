"""Who opened confidential figures is written down; triggers refuse to change or drop a line of it."""

from django.db import migrations, models

TABLE = "accounts_confidentialread"
SAYS = "the record of confidential reads is append-only"


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for event in ("UPDATE", "DELETE"):
            schema_editor.execute(
                f"CREATE TRIGGER {TABLE}_no_{event.lower()} BEFORE {event} ON {TABLE} "
                f"BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
            )
        return
    schema_editor.execute(
        "CREATE OR REPLACE FUNCTION accounts_reads_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{SAYS}'; END $$"
    )
    schema_editor.execute(
        f"CREATE TRIGGER {TABLE}_fixed BEFORE UPDATE OR DELETE ON {TABLE} "
        "FOR EACH ROW EXECUTE FUNCTION accounts_reads_append_only()"
    )


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for event in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER {TABLE}_no_{event}")
        return
    schema_editor.execute(f"DROP TRIGGER {TABLE}_fixed ON {TABLE}")
    schema_editor.execute("DROP FUNCTION accounts_reads_append_only()")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_tries")]
    operations = [
        migrations.CreateModel(
            name="ConfidentialRead",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("person", models.BigIntegerField(null=True)),
                ("program", models.BigIntegerField()),
                ("project", models.BigIntegerField(null=True)),
                ("field_class", models.CharField(max_length=20)),
                ("door", models.CharField(max_length=10)),
                ("session", models.CharField(max_length=64)),
            ],
            options={"indexes": [models.Index(fields=["program"], name="read_of_program")]},
        ),
        migrations.RunPython(create, drop),
    ]
