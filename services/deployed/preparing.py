"""Prepares the servers of the deployed host: databases, roles, queues, users; again changes nothing."""

from collections.abc import Mapping
from types import ModuleType

from services.archive import service as archive
from services.backends.backup.engines import engines
from services.backends.backup.schemas import Schemas
from services.backends.bus.rabbit.address import Address
from services.backends.bus.rabbit.topology import declare
from services.backends.bus.rabbit.users import make_users
from services.backends.database.provision import migrate_all
from services.backends.settings import SERVICES, Settings
from services.directory import service as directory
from services.intake import service as intake
from services.kernel.errors import BadInput
from services.search import service as search
from services.signing import service as signing

_ALL: tuple[ModuleType, ...] = (directory, intake, signing, archive, search)


def hears() -> Mapping[str, tuple[str, ...]]:
    """The names of the facts each service reacts to."""
    return {each.NAME: tuple(fact.__name__ for fact in each.HEARS) for each in _ALL}


def prepare_databases(settings: Settings) -> tuple[str, ...]:
    """Bring role, schema, tables and rights of every service up to date; their names.

    BadInput `settings-wrong`; Conflict `restore-unfinished` where a restore was interrupted: what the services would
    write there, the next one would take away.
    """
    admin = _needed(settings.database_admin, "DATABASE_ADMIN")
    for each in engines(settings):
        if isinstance(each, Schemas):
            each.refuse_unfinished()
    migrate_all({name: settings.database(name) for name in SERVICES}, admin, settings.database_reader)
    return SERVICES


def prepare_broker(settings: Settings) -> list[str]:
    """Make users with permissions, exchanges, queues, bindings; the queues' names. Conflict `topology-differs`."""
    admin = _needed(settings.bus_admin, "BUS_ADMIN")
    make_users(admin, {name: Address.parse(settings.bus_of(name)) for name in SERVICES})
    return declare(Address.parse(admin), hears())


def _needed(value: str, name: str) -> str:
    if not value:
        raise BadInput("settings-wrong", f"VANTHU_{name}: chưa đặt; cần để chuẩn bị máy chủ.", "Đặt rồi chạy lại.")
    return value
