"""Describes fonds and says which documents go to them."""

from dataclasses import replace

from services.archive.domain.fonds import Fonds, FondsStatus, Placement
from services.archive.ports import THE_ARCHIVE, FondsStore, OwnFondsStore, Stores
from services.kernel.deeds import Deed
from services.kernel.errors import Conflict
from services.kernel.people import Person, Role, require
from services.kernel.ports import Directory
from services.kernel.values import new_id


class KeepFonds:
    """The archivist's work on the top of the tree."""

    def __init__(self, stores: Stores[FondsStore]) -> None:
        self.stores = stores

    def open(self, person: Person, fonds: Fonds) -> str:
        """Add a fonds and return its id; Conflict `fonds-code-taken`. The `id` given is not used."""
        require(person, Role.ARCHIVIST, action="lập phông lưu trữ")
        fonds.check()
        fonds = replace(fonds, id=new_id())
        with self.stores() as store:
            if not store.add_fonds(fonds):
                raise Conflict(
                    "fonds-code-taken",
                    f"Mã phông {fonds.code} đã có.",
                    "Chọn mã khác.",
                    fields={"code": "Mã này đã dùng cho phông khác."},
                )
            store.audit(person, Deed.OPEN_FONDS, f"fonds:{fonds.id}", code=fonds.code, title=fonds.title)
        return fonds.id

    def describe(self, person: Person, fonds: Fonds) -> None:
        """Replace the description of a fonds; code and whether it is the office's own stay as they are."""
        require(person, Role.ARCHIVIST, action="mô tả phông lưu trữ")
        with self.stores() as store:
            known = store.fonds(fonds.id)
            fonds = replace(fonds, code=known.code, is_default=known.is_default)
            fonds.check()
            store.describe_fonds(fonds)
            store.audit(person, Deed.DESCRIBE_FONDS, f"fonds:{fonds.id}", title=fonds.title, status=fonds.status.value)

    def place(self, person: Person, rule: Placement) -> None:
        """Say where documents of a direction and register are deposited from now on."""
        require(person, Role.ARCHIVIST, action="quy định phông nộp lưu")
        with self.stores() as store:
            fonds = store.fonds(rule.fonds_id)
            store.place_documents(rule)
            store.audit(
                person, Deed.PLACE_FONDS, f"fonds:{fonds.id}", direction=rule.direction, register=rule.register_id
            )


def ensure_own_fonds(directory: Directory, store: OwnFondsStore) -> Fonds:
    """The office's own open fonds, made from the organisation's name and code when first needed."""
    known = store.default_fonds()
    if known is not None:
        return known
    office = directory.organisation()
    title = f"Phông {office.name}"
    fonds = Fonds(new_id(), office.code, title, FondsStatus.OPEN, creator=office.name, is_default=True)
    store.add_fonds(fonds)
    store.audit(THE_ARCHIVE, Deed.OPEN_FONDS, f"fonds:{fonds.id}", code=fonds.code, title=title)
    return fonds
