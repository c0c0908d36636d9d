"""Brings a service's database to the newest revision of its own Alembic folder."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from services.backends.database import Database
from services.backends.database.trouble import schema_behind


def migrate(database: Database, folder: Path) -> None:
    """Have the database at the newest revision, quickly where it is there already.

    A shared one is left as it is and may also be newer, while versions are exchanged one process at a time; if it is
    older, Unavailable `schema-behind`.
    """
    newest = newest_revision(folder)
    with database.read() as connection:
        found = revision(connection)
    if not database.shared and found != newest:
        with database.write() as connection:
            upgrade(connection, folder)
    elif found < newest:
        raise schema_behind(found, newest)


def newest_revision(folder: Path) -> str:
    """The number of the folder's last revision; numbers sort as text."""
    return max(path.stem.split("_")[0] for path in (folder / "versions").glob("[0-9]*.py"))


def revision(connection: Connection) -> str:
    """The number of the revision the tables are at, empty before the first."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or "")


def upgrade(connection: Connection, folder: Path) -> None:
    """Run the revisions that lack, inside the open transaction."""
    # Alembic costs a third of a second to import: only a database that lags pays for it.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(folder))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
