"""The bare limit of registering on servers: the rows the service wrote by psycopg, the bytes by the minio client."""

import hashlib
from collections.abc import Mapping, Sequence
from io import BytesIO

import psycopg
from minio import Minio
from psycopg.sql import SQL, Identifier, Placeholder

from services.backends.objects.s3.address import Address

_BY_DOCUMENT = {"numbers": "document_id", "files": "document_id", "readers": "document_id", "steps": "document_id"}
_BY_DOCUMENT |= {"incoming": "id", "audit": "subject"}
_TOLD = "SELECT * FROM intake.outbox WHERE body LIKE %s AND name = 'DocumentRegistered'"

Rows = Mapping[str, Sequence[tuple[object, ...]]]


class BareServers:
    """A schema with the same tables and indexes, and a bucket, beside those of the office."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self.database = variables["VANTHU_DATABASE_ADMIN"]
        self.objects = Address.parse(variables["VANTHU_OBJECTS"])
        self.bucket = f"{self.objects.bucket}-bare"
        self._admin = psycopg.connect(self.database, autocommit=True)
        self._admin.execute("CREATE SCHEMA bare")
        for name in (*_BY_DOCUMENT, "outbox"):
            made = SQL("CREATE TABLE bare.{} (LIKE intake.{} INCLUDING ALL)")
            self._admin.execute(made.format(Identifier(name), Identifier(name)))
        self.minio().make_bucket(self.bucket)

    def rows_of(self, numbers: range) -> list[Rows]:
        """What the service wrote for the documents with these numbers."""
        asked = "SELECT id FROM intake.incoming WHERE number BETWEEN %s AND %s ORDER BY number"
        found = self._admin.execute(asked, (numbers.start, numbers.stop - 1)).fetchall()
        assert len(found) == len(numbers)
        return [self._rows(document) for (document,) in found]

    def line(self) -> "Line":
        """One clerk's connections."""
        return Line(self)

    def minio(self) -> Minio:
        """A client as its makers mean it."""
        address = self.objects
        return Minio(address.host, address.access, address.secret, secure=address.secure, region=address.region)

    def close(self) -> None:
        """Let go; the schema and the bucket go with the office."""
        self._admin.close()

    def _rows(self, document: str) -> Rows:
        rows = {}
        for table, column in _BY_DOCUMENT.items():
            asked = SQL("SELECT * FROM intake.{} WHERE {} = %s").format(Identifier(table), Identifier(column))
            rows[table] = self._admin.execute(asked, (document,)).fetchall()
        rows["outbox"] = self._admin.execute(_TOLD, (f"%{document}%",)).fetchall()
        assert rows["incoming"]
        assert len(rows["outbox"]) == 1
        return rows


class Line:
    """A connection to the database and one to the bucket, of one thread."""

    def __init__(self, servers: BareServers) -> None:
        self._bucket = servers.bucket
        self._minio = servers.minio()
        self._connection = psycopg.connect(servers.database)

    def put(self, sheet: bytes) -> None:
        """Keep the bytes under their digest."""
        self._minio.put_object(self._bucket, hashlib.sha256(sheet).hexdigest(), BytesIO(sheet), len(sheet))

    def insert(self, rows: Rows) -> None:
        """All rows in one transaction, as fast as the driver can."""
        with self._connection.transaction(), self._connection.cursor() as cursor:
            for table, lines in rows.items():
                if lines:
                    marks = SQL(",").join(Placeholder() * len(lines[0]))
                    cursor.executemany(SQL("INSERT INTO bare.{} VALUES ({})").format(Identifier(table), marks), lines)

    def close(self) -> None:
        """Let go."""
        self._connection.close()
