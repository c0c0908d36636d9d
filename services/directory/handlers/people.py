"""People of the office: entering them, changing what they are and may do, giving them a new password."""

from services.directory.domain.accounts import (
    Account,
    NewPerson,
    PersonChange,
    check_not_last_admin,
    check_password,
)
from services.directory.handlers.asking import Asker, require_admin
from services.directory.ports import DirectoryStores, Passwords, Secrets
from services.kernel.deeds import Deed
from services.kernel.people import Person
from services.kernel.values import new_id


class PeopleDesk:
    """What an administrator does with accounts."""

    def __init__(self, stores: DirectoryStores, passwords: Passwords, secrets: Secrets) -> None:
        self.stores = stores
        self.passwords = passwords
        self.secrets = secrets

    def add(self, asker: Asker, new: NewPerson, password: str | None = None) -> tuple[Person, str]:
        """Enter somebody and answer who, with the password; one not given is made here and due to be changed."""
        require_admin(asker, "thêm người dùng")
        first = password or self.secrets.password()
        check_password(first, new.account)
        digest = self.passwords.digest(first)
        with self.stores() as store:
            unit = store.unit(new.unit_id)
            person = Person(new_id(), new.name, new.position, unit.id, unit.name, new.roles)
            store.add_account(Account(person, new.account, must_change=password is None), digest)
            roles = sorted(new.roles)
            store.audit(asker, Deed.ADD_PERSON, person.id, account=new.account, name=new.name, roles=roles)
        return person, first

    def change(self, asker: Asker, person_id: str, change: PersonChange, version: int | None = None) -> Account:
        """Change somebody's name, unit, roles or standing; whoever leaves is signed out everywhere at once."""
        require_admin(asker, "sửa người dùng và vai trò")
        with self.stores() as store:
            before = store.account(person_id)
            unit = store.unit(change.unit_id or before.person.unit_id)
            after = before.changed(change, unit.name, version)
            check_not_last_admin(before.person, after.person, store.other_admins(person_id))
            store.keep_account(after)
            if not after.person.active:
                store.end_sessions(person_id)
            store.audit(asker, Deed.CHANGE_PERSON, person_id, **_difference(before.person, after.person))
        return after

    def reset_password(self, asker: Asker, person_id: str, password: str | None = None) -> str:
        """Give somebody a new password, made here unless given; their browsers are signed out. It comes back once."""
        require_admin(asker, "đặt lại mật khẩu")
        fresh = password or self.secrets.password()
        digest = self.passwords.digest(fresh)
        with self.stores() as store:
            account = store.account(person_id)
            check_password(fresh, account.account)
            store.keep_password(person_id, digest, must_change=password is None)
            store.end_sessions(person_id)
            store.forget_tries(f"account:{account.account}")
            store.audit(asker, Deed.RESET_PASSWORD, person_id, account=account.account)
        return fresh


def _difference(before: Person, after: Person) -> dict[str, object]:
    was, now = _plain(before), _plain(after)
    return {name: {"before": was[name], "after": now[name]} for name in was if was[name] != now[name]}


def _plain(person: Person) -> dict[str, object]:
    return vars(person) | {"roles": sorted(person.roles)}
