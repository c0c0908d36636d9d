"""The directory's reads: who works here, who holds a cookie or a key; plain SELECTs into small values."""

from sqlalchemy import ColumnElement, select

from services.backends.database import Database
from services.directory.domain.accounts import Account, by_given_name
from services.directory.domain.office import NAMELESS
from services.directory.tables import ORGANISATION, PEOPLE, ROLES, UNITS
from services.directory.tables.rows import account_of, accounts_query
from services.directory.views.keys import KeyViews
from services.kernel.errors import NotFound
from services.kernel.people import Organisation, Person, Role, Unit
from services.kernel.text import fold


class DirectoryViews(KeyViews):
    """All reads of this service; it is the `Directory` the other services ask."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.database = database

    def person(self, person_id: str) -> Person | None:
        """The person, or None."""
        found = self._accounts(PEOPLE.c.id == person_id)
        return found[0].person if found else None

    def people(self, role: Role | None = None, unit_id: str | None = None) -> list[Person]:
        """Active people, sorted by given name."""
        return [account.person for account in self.at_work(role, unit_id)]

    def at_work(self, role: Role | None = None, unit_id: str | None = None) -> list[Account]:
        """Accounts of active people, sorted by given name."""
        wanted: list[ColumnElement[bool]] = [PEOPLE.c.active.is_(True)]
        if role is not None:
            wanted.append(PEOPLE.c.id.in_(select(ROLES.c.person_id).where(ROLES.c.role == role.value)))
        if unit_id is not None:
            wanted.append(PEOPLE.c.unit_id == unit_id)
        return sorted(self._accounts(*wanted), key=lambda account: by_given_name(account.person))

    def unit(self, unit_id: str) -> Unit | None:
        """The unit, or None."""
        return next((unit for unit in self.units() if unit.id == unit_id), None)

    def units(self) -> list[Unit]:
        """All units, sorted by name."""
        with self.database.read() as connection:
            rows = connection.execute(select(UNITS).order_by(UNITS.c.id)).all()
        return sorted((Unit(row.id, row.name, row.abbreviation) for row in rows), key=lambda unit: fold(unit.name))

    def organisation(self) -> Organisation:
        """The office itself; a nameless one until it is founded."""
        with self.database.read() as connection:
            row = connection.execute(select(ORGANISATION)).first()
        if row is None:
            return NAMELESS
        return Organisation(row.name, row.abbreviation, row.parent, row.place, row.code, row.regime)

    def founded(self) -> bool:
        """Whether the office has been entered."""
        return self.organisation() is not NAMELESS

    def account(self, person_id: str) -> Account:
        """The account of a person, active or not; NotFound `person-unknown`."""
        return _one(self._accounts(PEOPLE.c.id == person_id))

    def account_named(self, account: str) -> Account:
        """The account with this sign-in name; NotFound `person-unknown`."""
        return _one(self._accounts(PEOPLE.c.account == account))

    def accounts(self, words: str = "", unit_id: str = "") -> list[Account]:
        """Everybody, those who left too; filtered by words of name, position or sign-in name, and by unit."""
        wanted = [PEOPLE.c.unit_id == unit_id] if unit_id else []
        sought = fold(words).split()
        found = [one for one in self._accounts(*wanted) if all(word in _searched(one) for word in sought)]
        return sorted(found, key=lambda one: (not one.person.active, by_given_name(one.person)))

    def _accounts(self, *wanted: ColumnElement[bool]) -> list[Account]:
        query = accounts_query().order_by(PEOPLE.c.id)
        for condition in wanted:
            query = query.where(condition)
        with self.database.read() as connection:
            return [account_of(row) for row in connection.execute(query)]


def _searched(account: Account) -> str:
    return fold(f"{account.person.name} {account.person.position} {account.account}")


def _one(found: list[Account]) -> Account:
    if not found:
        raise NotFound("person-unknown", "Không có người này trong danh sách.", "Tìm lại theo tên hoặc đơn vị.")
    return found[0]
