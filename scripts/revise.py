"""Write a service's next Alembic revision from its tables: `python scripts/revise.py SERVICE "what changes"`."""

import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.config import Config

from services.backends.database import open_database


def main(service: str, message: str) -> None:
    """Bring an empty database to the newest revision, compare it with the tables, write the difference."""
    folder = Path("services") / service / "migrations"
    config = Config()
    config.set_main_option("script_location", str(folder))
    number = f"{len(list((folder / 'versions').glob('[0-9]*.py'))) + 1:04d}"
    with tempfile.TemporaryDirectory() as scratch:
        database = open_database(f"sqlite:///{scratch}/scratch.db")
        with database.write() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            command.revision(config, message=message, autogenerate=True, rev_id=number)


if __name__ == "__main__":
    main(*sys.argv[1:])
