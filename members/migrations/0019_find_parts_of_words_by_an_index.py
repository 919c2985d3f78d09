"""On PostgreSQL a search reads an index of three-letter parts, or does without where the extension may not be made."""

from django.db import Error, migrations, transaction


def add(apps, schema_editor):
    connection = schema_editor.connection
    if connection.vendor != "postgresql":
        return
    try:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            cursor.execute(
                "CREATE INDEX IF NOT EXISTS member_by_search_text"
                " ON members_member USING gin (search_text gin_trgm_ops)"
            )
    except Error:
        print("  Searching goes without its index: see docs/running.md, A search in a large network.")  # noqa: T201


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX IF EXISTS member_by_search_text")


class Migration(migrations.Migration):
    dependencies = [("members", "0018_let_members_show_their_endorsements")]

    operations = [migrations.RunPython(add, remove)]
