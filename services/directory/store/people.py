"""Writes about the office and its people."""

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.exc import IntegrityError

from services.backends.ledger import LedgerStore
from services.directory.domain.accounts import Account
from services.directory.tables import ORGANISATION, PEOPLE, ROLES, UNITS
from services.directory.tables.rows import account_of, accounts_query
from services.kernel.errors import Conflict, NotFound, Stale
from services.kernel.people import Organisation, Person, Role, Unit


class PeopleRows(LedgerStore):
    """The office, its units and people, inside the open transaction."""

    def keep_organisation(self, office: Organisation) -> None:
        """Let this be the organisation."""
        statement = upsert(ORGANISATION).values(id=1, **vars(office))
        self.connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=vars(office)))

    def unit(self, unit_id: str) -> Unit:
        """The unit; NotFound `unit-unknown`."""
        row = self.connection.execute(select(UNITS).where(UNITS.c.id == unit_id)).first()
        if row is None:
            raise NotFound(
                "unit-unknown",
                "Không có đơn vị này.",
                "Chọn đơn vị trong danh sách của cơ quan.",
                fields={"unit_id": "Chọn đơn vị trong danh sách."},
            )
        return Unit(row.id, row.name, row.abbreviation)

    def keep_unit(self, unit: Unit) -> None:
        """Add or change a unit; Conflict `unit-abbreviation-taken`."""
        statement = upsert(UNITS).values(**vars(unit))
        try:
            self.connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=vars(unit)))
        except IntegrityError:
            raise Conflict(
                "unit-abbreviation-taken",
                f"Đã có đơn vị viết tắt là {unit.abbreviation}.",
                "Chọn chữ viết tắt khác.",
                fields={"abbreviation": "Chữ viết tắt này đã dùng."},
            ) from None

    def account(self, person_id: str) -> Account:
        """The account; NotFound `person-unknown`."""
        rows = self.connection.execute(accounts_query().where(PEOPLE.c.id == person_id)).all()
        if not rows:
            raise NotFound("person-unknown", "Không có người này trong danh sách.", "Tìm lại theo tên hoặc đơn vị.")
        return account_of(rows[0])

    def add_account(self, account: Account, password: str) -> None:
        """Enter somebody with a password hash; Conflict `account-taken`."""
        try:
            self.connection.execute(insert(PEOPLE).values(id=account.person.id, password=password, **_columns(account)))
        except IntegrityError:
            raise Conflict(
                "account-taken",
                f"Tên đăng nhập {account.account} đã có người dùng.",
                "Chọn tên đăng nhập khác.",
                fields={"account": "Tên đăng nhập này đã có người dùng."},
            ) from None
        self._keep_roles(account.person)

    def keep_account(self, account: Account) -> None:
        """Keep the next version; Stale `person-changed` if somebody else was faster."""
        mine = (PEOPLE.c.id == account.person.id, PEOPLE.c.version == account.version - 1)
        if self.connection.execute(update(PEOPLE).where(*mine).values(**_columns(account))).rowcount != 1:
            raise Stale("person-changed", "Người khác vừa sửa thông tin của người này.", "Tải lại trang rồi sửa tiếp.")
        self._keep_roles(account.person)

    def keep_password(self, person_id: str, password: str, must_change: bool) -> None:
        """Replace the password hash."""
        values = {"password": password, "must_change": must_change}
        self.connection.execute(update(PEOPLE).where(PEOPLE.c.id == person_id).values(**values))

    def other_admins(self, person_id: str) -> int:
        """How many active administrators there are beside this person."""
        active = select(func.count()).select_from(ROLES.join(PEOPLE, PEOPLE.c.id == ROLES.c.person_id))
        others = active.where(ROLES.c.role == Role.ADMIN, PEOPLE.c.active, PEOPLE.c.id != person_id)
        return self.connection.execute(others).scalar_one()

    def _keep_roles(self, person: Person) -> None:
        self.connection.execute(delete(ROLES).where(ROLES.c.person_id == person.id))
        rows = [{"person_id": person.id, "role": role.value} for role in sorted(person.roles)]
        if rows:
            self.connection.execute(insert(ROLES), rows)


def _columns(account: Account) -> dict[str, object]:
    person = account.person
    return {
        "account": account.account,
        "name": person.name,
        "position": person.position,
        "unit_id": person.unit_id,
        "active": person.active,
        "version": account.version,
        "must_change": account.must_change,
    }
