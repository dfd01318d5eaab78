"""Triggers: the database itself refuses to change an audit entry.

PostgreSQL refuses UPDATE and DELETE of rows. TRUNCATE stays possible for the owner of
the table (the tests empty tables that way); the role of the site should not have it.
SQLite refuses UPDATE only: there the tests empty tables with DELETE. A missing row is
found by `verify_audit` on both.

A later migration that alters this table on SQLite builds it anew and loses the
trigger: run `install` again after it. To end the retention of old entries, drop the
trigger in the same transaction, and write down the heads first.
"""

from typing import Any

from django.db import migrations

POSTGRESQL = """
CREATE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit entries can be neither changed nor removed';
END $$;
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON audit_auditentry
    FOR EACH ROW EXECUTE FUNCTION audit_append_only();
"""
SQLITE = """
CREATE TRIGGER audit_append_only BEFORE UPDATE ON audit_auditentry
BEGIN
    SELECT RAISE(ABORT, 'audit entries can be neither changed nor removed');
END;
"""


def install(apps: Any, schema_editor: Any) -> None:
    postgresql = schema_editor.connection.vendor == "postgresql"
    schema_editor.execute(POSTGRESQL if postgresql else SQLITE, params=None)


def uninstall(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER audit_append_only ON audit_auditentry")
        schema_editor.execute("DROP FUNCTION audit_append_only()")
    else:
        schema_editor.execute("DROP TRIGGER audit_append_only")


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [migrations.RunPython(install, uninstall)]
