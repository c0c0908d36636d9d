"""Settings of a deployed office over the servers of this checkout: `python -m tests.servers settings OFFICE`."""

import secrets
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from services.backends.settings import SERVICES
from tests.servers.fleet import Fleet
from tests.servers.server import Running

NEEDED = ("postgres", "rabbitmq", "minio", "elasticsearch")


def settings_of(office: str, home: Path, fleet: Fleet | None = None) -> dict[str, str]:
    """`VANTHU_*` of an office with database, virtual host, bucket and index of its own; again gives the same.

    Over the servers of this checkout, or over those of a `fleet`.
    """
    fleet = fleet or Fleet()
    running = {name: fleet.up(name) for name in NEEDED}
    secret = _secret(home)
    _make_database(running["postgres"], office)
    return {
        "VANTHU_HOME": str(home / "home"),
        **_databases(running["postgres"], office, secret),
        **_bus(running["rabbitmq"], office, secret),
        "VANTHU_OBJECTS": _objects(running["minio"], office),
        "VANTHU_INDEX": f"elasticsearch+{running['elasticsearch'].url}/documents-{office}",
    }


def _secret(home: Path) -> str:
    home.mkdir(parents=True, exist_ok=True)
    kept = home / "secret"
    if not kept.exists():
        kept.touch(0o600)
        kept.write_text(secrets.token_hex(16))
    return kept.read_text()


def _make_database(postgres: Running, office: str) -> None:
    with psycopg.connect(postgres.url, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (f"vanthu_{office}",)).fetchone():
            connection.execute(f'CREATE DATABASE "vanthu_{office}"')


def _databases(postgres: Running, office: str, secret: str) -> Mapping[str, str]:
    place = f"{postgres.host}:{postgres.port}/vanthu_{office}"
    own = {name: f"postgresql://{office}_{name}:{secret}@{place}" for name in (*SERVICES, "reader")}
    return {
        **{f"VANTHU_DATABASE_{name.upper()}": url for name, url in own.items()},
        "VANTHU_DATABASE_ADMIN": f"postgresql://{postgres.user}:{postgres.password}@{place}",
    }


def _bus(rabbitmq: Running, office: str, secret: str) -> Mapping[str, str]:
    place = f"{rabbitmq.host}:{rabbitmq.port}/{office}"
    own = {f"VANTHU_BUS_{name.upper()}": f"amqp://{office}_{name}:{secret}@{place}" for name in SERVICES}
    return {
        **own,
        "VANTHU_BUS": f"amqp://{office}_{{service}}@{place}",
        "VANTHU_BUS_ADMIN": f"amqp://{rabbitmq.user}:{rabbitmq.password}@{place}?management={rabbitmq.admin_url}",
    }


def _objects(minio: Running, office: str) -> str:
    return f"s3+http://{minio.user}:{minio.password}@{urlsplit(minio.url).netloc}/vanthu-{office}"
