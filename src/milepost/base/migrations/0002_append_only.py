"""The journal only grows: triggers refuse whatever is not the erasure of sealed words.

Erasing may change `said` or `words` (and a pack's `packed_words`) and must drop the salt; every other column of
an entry or a change stays as it was written, and no row of either goes.
"""

from django.db import migrations

SAYS = "the journal is append-only"
ENTRY_FIXED = (
    "id", "ledger_id", "at", "person", "session", "door", "operation", "undoes", "seal", "hash",
)
CHANGE_FIXED = (
    "id", "entry_id", "table", "project", "row", "last", "kind", "shape", "facts", "seal", "packed",
)


def _same(columns, different):
    return " OR ".join(f'NEW."{column}" {different} OLD."{column}"' for column in columns)


def sqlite_triggers():
    for table, fixed in (("base_entry", ENTRY_FIXED), ("base_change", CHANGE_FIXED)):
        yield (
            f"CREATE TRIGGER {table}_stays BEFORE DELETE ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
        )
        yield (
            f"CREATE TRIGGER {table}_fixed BEFORE UPDATE ON {table} "
            f"WHEN NEW.salt IS NOT NULL OR {_same(fixed, 'IS NOT')} "
            f"BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
        )


def postgresql_triggers():
    yield (
        "CREATE OR REPLACE FUNCTION base_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{SAYS}'; END $$"
    )
    for table, fixed in (("base_entry", ENTRY_FIXED), ("base_change", CHANGE_FIXED)):
        yield (
            f"CREATE TRIGGER {table}_stays BEFORE DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION base_append_only()"
        )
        yield (
            f"CREATE TRIGGER {table}_never_emptied BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION base_append_only()"
        )
        yield (
            f"CREATE TRIGGER {table}_fixed BEFORE UPDATE ON {table} FOR EACH ROW "
            f"WHEN (NEW.salt IS NOT NULL OR {_same(fixed, 'IS DISTINCT FROM')}) "
            "EXECUTE FUNCTION base_append_only()"
        )


TRIGGERS = {"sqlite": sqlite_triggers, "postgresql": postgresql_triggers}
NAMES = {
    "sqlite": ("stays", "fixed"),
    "postgresql": ("stays", "never_emptied", "fixed"),
}


def create(apps, schema_editor):
    for statement in TRIGGERS[schema_editor.connection.vendor]():
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for table in ("base_entry", "base_change"):
        on_table = f" ON {table}" if vendor == "postgresql" else ""
        for name in NAMES[vendor]:
            schema_editor.execute(f"DROP TRIGGER {table}_{name}{on_table}")


def open_organisation(apps, schema_editor):
    """The organisation's ledger takes number 1 from the sequence, so that no program ever does."""
    apps.get_model("base", "Ledger").objects.create(
        kind="organisation", slug="organisation", name="Organisation"
    )


class Migration(migrations.Migration):
    dependencies = [("base", "0001_initial")]
    operations = [
        migrations.RunPython(open_organisation, migrations.RunPython.noop),
        migrations.RunPython(create, drop),
    ]
