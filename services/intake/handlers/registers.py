"""Opening and closing registers."""

from dataclasses import dataclass
from datetime import date

from services.intake.domain.registers import Direction, Register
from services.intake.ports.incoming import RegisterStores
from services.intake.ports.registers import RegisterBooks
from services.kernel.clock import Clock
from services.kernel.deeds import Deed
from services.kernel.doctypes import document_type
from services.kernel.errors import BadInput, Conflict, NotFound
from services.kernel.people import Person, Role, require
from services.kernel.text import normalise
from services.kernel.values import new_id


@dataclass(frozen=True)
class OpenRegister:
    """A register to open; `scope` are codes of the types it numbers, empty for all.

    `term` is the first day of the term it begins with when it numbers by terms, None when by years.
    """

    name: str
    direction: Direction
    scope: frozenset[str] = frozenset()
    id: str = ""
    term: date | None = None


class Registers:
    """The shelf of registers; a register is closed, never removed."""

    def __init__(self, stores: RegisterStores, clock: Clock) -> None:
        self.stores = stores
        self.clock = clock

    def open(self, person: Person, order: OpenRegister) -> Register:
        """Open a register; its first number will be 1. Conflict `register-exists` for a name already used."""
        require(person, Role.ADMIN, Role.CLERK, action="mở sổ")
        register = self._opened(order)
        with self.stores() as store:
            if store.register_named(register.name) or store.register(register.id):
                raise Conflict("register-exists", f"Đã có sổ “{register.name}”.", "Đặt tên khác hoặc dùng sổ đã có.")
            store.add_register(register)
            store.audit(person, Deed.OPEN_REGISTER, register.id, name=register.name, direction=register.direction.value)
        return register

    def _opened(self, order: OpenRegister) -> Register:
        name = normalise(order.name)
        if not name or len(name) > 200:
            raise BadInput(
                "register-name", "Tên sổ cần từ 1 đến 200 ký tự.", "Sửa tên sổ.", fields={"name": "Ghi tên sổ."}
            )
        for code in order.scope:
            document_type(code)
        opened = self.clock.today().replace(month=1, day=1)
        terms = (order.term,) if order.term else ()
        return Register(order.id or new_id(), name, order.direction, order.scope, opened, terms=terms)

    def begin_term(self, person: Person, register_id: str, first: date) -> Register:
        """Say when the next term begins: from that day numbers run from 1 again.

        BadInput `term-too-early`, Conflict `register-by-year`, `register-closed`.
        """
        require(person, Role.ADMIN, Role.CLERK, action="mở nhiệm kỳ mới của sổ")
        with self.stores() as store:
            register = _known(store, register_id)
            if not register.terms:
                raise Conflict("register-by-year", f"“{register.name}” đánh số theo năm.", "Mở sổ theo nhiệm kỳ khác.")
            register = register.with_term(first, store.last_given_on(register.id))
            store.keep_register(register)
            store.audit(person, Deed.BEGIN_TERM, register.id, first=first.isoformat())
        return register

    def close(self, person: Person, register_id: str) -> Register:
        """Close a register: from tomorrow it gives no more numbers. Conflict `register-closed` the second time."""
        require(person, Role.ADMIN, Role.CLERK, action="khóa sổ")
        with self.stores() as store:
            register = _known(store, register_id).closed(self.clock.today())
            store.keep_register(register)
            store.audit(person, Deed.CLOSE_REGISTER, register.id, name=register.name)
        return register


def _known(store: RegisterBooks, register_id: str) -> Register:
    register = store.register(register_id)
    if register is None:
        raise NotFound("register-unknown", "Không có sổ này.", "Tải lại danh sách sổ.")
    return register
