"""The database itself refuses to change a line of the ledger, whoever asks for it."""

from typing import Any

from django.db import migrations

TABLES = ("orders_entry", "orders_posting")
_FUNCTION = """
CREATE FUNCTION orders_append_only() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'the ledger is only added to'; END $$ LANGUAGE plpgsql
"""
# Who did it may be taken out when a member of staff goes (`Entry.by`); nothing else may change.
_MONEY = {"orders_entry": 'kind, key, order_id, "on", why', "orders_posting": "entry_id, account, pence"}


def add(apps: Any, editor: Any) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(_FUNCTION)
    for table in TABLES:
        columns = _MONEY[table]
        if editor.connection.vendor == "postgresql":
            editor.execute(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OF {columns} ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION orders_append_only()"
            )
        else:
            editor.execute(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OF {columns} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'the ledger is only added to'); END"
            )


def remove(apps: Any, editor: Any) -> None:
    for table in TABLES:
        on = f" ON {table}" if editor.connection.vendor == "postgresql" else ""
        editor.execute(f"DROP TRIGGER {table}_append_only{on}")
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP FUNCTION orders_append_only()")


class Migration(migrations.Migration):
    dependencies = [("orders", "0001_initial")]
    operations = [migrations.RunPython(add, remove)]
