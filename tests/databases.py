"""Databases for tests: SQLite files or, with `VANTHU_TEST_DATABASE=postgresql`, schemas of a real server.

Whoever opens an office for a test asks here, so that the same tests hold on both engines.
"""

import os
from pathlib import Path

from sqlalchemy import MetaData

from services.backends.database import Database, open_database
from services.backends.settings import Settings

ON_POSTGRES = os.environ.get("VANTHU_TEST_DATABASE") == "postgresql"


def addresses(home: Path) -> str:
    """The addresses of the services' databases under a home, a template; on PostgreSQL they are at their newest."""
    if not ON_POSTGRES:
        return f"sqlite:///{home}/{{service}}.db"
    from tests.postgres import database_of, role_address

    return role_address("{service}", database_of(home))


def demo_settings(home: Path, **more: str) -> Settings:
    """Settings of an office under a home."""
    return Settings.read({"VANTHU_HOME": str(home), "VANTHU_DEMO": "1", "VANTHU_DATABASE": addresses(home), **more})


def service_database(home: Path, service: str, metadata: MetaData) -> Database:
    """A service's database with its tables."""
    database = open_database(addresses(home).replace("{service}", service), service)
    return database if database.shared else _with_tables(database, metadata)


def toy_database(home: Path, name: str, metadata: MetaData) -> Database:
    """A database with tables that belong to a test."""
    if not ON_POSTGRES:
        return _with_tables(open_database(f"sqlite:///{home}/{name}.db", name), metadata)
    from tests.postgres import toy_address

    return _with_tables(open_database(toy_address(home, name), name), metadata)


def _with_tables(database: Database, metadata: MetaData) -> Database:
    with database.write() as connection:
        metadata.create_all(connection)
    return database
