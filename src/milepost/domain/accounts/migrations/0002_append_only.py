"""The security log only grows: triggers refuse to change or drop a line of it."""

from django.db import migrations

SAYS = "the security log is append-only"
TABLE = "accounts_securityevent"


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for event in ("UPDATE", "DELETE"):
            schema_editor.execute(
                f"CREATE TRIGGER {TABLE}_no_{event.lower()} BEFORE {event} ON {TABLE} "
                f"BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
            )
        return
    schema_editor.execute(
        "CREATE OR REPLACE FUNCTION accounts_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{SAYS}'; END $$"
    )
    schema_editor.execute(
        f"CREATE TRIGGER {TABLE}_fixed BEFORE UPDATE OR DELETE ON {TABLE} "
        "FOR EACH ROW EXECUTE FUNCTION accounts_append_only()"
    )


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for event in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER {TABLE}_no_{event}")
        return
    schema_editor.execute(f"DROP TRIGGER {TABLE}_fixed ON {TABLE}")
    schema_editor.execute("DROP FUNCTION accounts_append_only()")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial"), ("base", "0002_append_only")]
    operations = [migrations.RunPython(create, drop)]
