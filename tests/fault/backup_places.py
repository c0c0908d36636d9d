"""Places for an office to be lost in and restored to: a home of its own, or the real servers' databases and buckets."""

import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

import httpx
import psycopg
from psycopg.sql import SQL, Identifier

from services.backends.objects.s3 import erasing
from services.backends.objects.s3.address import Address
from services.backends.objects.s3.line import Line
from services.backends.settings import SERVICES, Settings
from services.deployed.preparing import prepare_databases
from tests.servers import need
from tests.servers.settings import settings_of


class Place(Protocol):
    """Where an office may be."""

    environment: Mapping[str, str]

    @property
    def settings(self) -> Settings:
        """What a host there is wired with."""
        ...

    def prepare(self) -> None:
        """Have what an office needs before it is set up."""
        ...

    def destroy(self) -> None:
        """Leave nothing of it but the keys."""
        ...


@dataclass
class Home:
    """A folder with everything in it."""

    home: Path

    @property
    def environment(self) -> Mapping[str, str]:
        """As a process of this office reads it."""
        return {"VANTHU_HOME": str(self.home), "VANTHU_DEMO": "1", "VANTHU_WORKERS": "1"}

    @property
    def settings(self) -> Settings:
        """The same, read."""
        return Settings.read(self.environment)

    def prepare(self) -> None:
        """Nothing: the databases migrate themselves."""

    def destroy(self) -> None:
        """The whole folder goes."""
        shutil.rmtree(self.home)


@dataclass
class Servers:
    """A database, a bucket and an index on the servers of this checkout."""

    office: str
    environment: Mapping[str, str]

    @property
    def settings(self) -> Settings:
        """The environment, read."""
        return Settings.read(self.environment)

    def prepare(self) -> None:
        """Roles, schemas, tables."""
        prepare_databases(self.settings)

    def destroy(self) -> None:
        """Database, roles, bucket and index go; once more is no harm."""
        with psycopg.connect(need("postgres").url, autocommit=True) as server:
            server.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(f"vanthu_{self.office}")))
            for name in (*SERVICES, "reader"):
                server.execute(SQL("DROP ROLE IF EXISTS {}").format(Identifier(f"{self.office}_{name}")))
        line = Line(Address.parse(self.environment["VANTHU_OBJECTS"]))
        if line.client.bucket_exists(line.address.bucket):
            for each in list(line.client.list_objects(line.address.bucket, recursive=True, include_version=True)):
                erasing.erase(line, str(each.object_name))
            line.client.remove_bucket(line.address.bucket)
        at = urlsplit(self.environment["VANTHU_INDEX"])
        server_at = f"http://{at.netloc}"
        named = httpx.get(f"{server_at}/_cat/indices/{at.path.strip('/')}-v*?h=index").text.split()
        for index in named:
            httpx.delete(f"{server_at}/{index}").raise_for_status()


@contextmanager
def two_places(kind: str, folder: Path) -> Iterator[tuple[Place, Place]]:
    """A place to lose an office in and an empty one; nothing of either is left on the servers."""
    if kind == "embedded":
        yield Home(folder / "lost"), Home(folder / "found")
        return
    mark = secrets.token_hex(4)
    more = {"VANTHU_DEMO": "1", "VANTHU_WORKERS": "1"}
    made = [Servers(name, settings_of(name, folder / name) | more) for name in (f"lost{mark}", f"found{mark}")]
    try:
        yield made[0], made[1]
    finally:
        for each in made:
            each.destroy()
