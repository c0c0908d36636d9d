"""The office, its people and the ledger, inside the open transaction."""

from typing import Protocol

from services.directory.domain.accounts import Account
from services.kernel.deeds import Deed
from services.kernel.people import Organisation, Person, Unit


class Ledger(Protocol):
    """Remembering who did what."""

    def audit(self, who: Person | str, deed: Deed, subject: str, **details: object) -> None:
        """Add a link to the audit chain."""
        ...


class OfficeBook(Protocol):
    """The organisation and its units."""

    def keep_organisation(self, office: Organisation) -> None:
        """Let this be the organisation."""
        ...

    def unit(self, unit_id: str) -> Unit:
        """The unit; NotFound `unit-unknown`."""
        ...

    def keep_unit(self, unit: Unit) -> None:
        """Add or change a unit; Conflict `unit-abbreviation-taken`."""
        ...


class PeopleBook(Protocol):
    """People and their accounts."""

    def account(self, person_id: str) -> Account:
        """The account; NotFound `person-unknown`."""
        ...

    def add_account(self, account: Account, password: str) -> None:
        """Enter somebody with a password hash; Conflict `account-taken`."""
        ...

    def keep_account(self, account: Account) -> None:
        """Keep the next version; Stale `person-changed` if somebody else was faster."""
        ...

    def keep_password(self, person_id: str, password: str, must_change: bool) -> None:
        """Replace the password hash."""
        ...

    def other_admins(self, person_id: str) -> int:
        """How many active administrators there are beside this person."""
        ...
