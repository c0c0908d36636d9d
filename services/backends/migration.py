"""Brings a service's database to the newest revision of its own Alembic folder."""

from pathlib import Path

from sqlalchemy import inspect, text

from services.backends.database import Database


def migrate(database: Database, folder: Path) -> None:
    """Upgrade to the newest revision; does nothing, quickly, when it is there already."""
    newest = max(path.stem.split("_")[0] for path in (folder / "versions").glob("[0-9]*.py"))
    if _current(database) == newest:
        return
    # Alembic costs a third of a second to import: only a database that lags pays for it.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(folder))
    with database.write() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _current(database: Database) -> str:
    with database.read() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return ""
        return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or "")
