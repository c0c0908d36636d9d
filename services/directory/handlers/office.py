"""The office and its units."""

from services.directory.domain.office import NewUnit, checked
from services.directory.handlers.asking import Asker, require_admin
from services.directory.ports import DirectoryStores
from services.kernel.deeds import Deed
from services.kernel.people import Organisation, Unit
from services.kernel.values import new_id


class Offices:
    """What an administrator says of the office."""

    def __init__(self, stores: DirectoryStores) -> None:
        self.stores = stores

    def describe(self, asker: Asker, office: Organisation) -> None:
        """Let this be the organisation's name, place and code on everything issued from now on."""
        require_admin(asker, "sửa thông tin cơ quan")
        with self.stores() as store:
            store.keep_organisation(checked(office))
            store.audit(asker, Deed.DESCRIBE_OFFICE, office.code or office.abbreviation, name=office.name)

    def add_unit(self, asker: Asker, new: NewUnit) -> Unit:
        """Enter a unit."""
        require_admin(asker, "thêm đơn vị")
        unit = Unit(new_id(), new.name, new.abbreviation)
        with self.stores() as store:
            store.keep_unit(unit)
            store.audit(asker, Deed.ADD_UNIT, unit.id, name=unit.name, abbreviation=unit.abbreviation)
        return unit

    def rename_unit(self, asker: Asker, unit_id: str, new: NewUnit) -> Unit:
        """Give a unit another name or abbreviation; what was issued keeps the old one."""
        require_admin(asker, "sửa đơn vị")
        unit = Unit(unit_id, new.name, new.abbreviation)
        with self.stores() as store:
            before = store.unit(unit_id)
            store.keep_unit(unit)
            store.audit(asker, Deed.RENAME_UNIT, unit.id, before=before.name, name=unit.name)
        return unit
