"""Opening and closing registers."""

from dataclasses import dataclass, replace

from services.intake.domain.registers import Direction, Register
from services.intake.ports.incoming import RegisterStores
from services.kernel.clock import Clock
from services.kernel.doctypes import document_type
from services.kernel.errors import BadInput, Conflict, NotFound
from services.kernel.people import Person, Role, require
from services.kernel.text import normalise
from services.kernel.values import new_id


@dataclass(frozen=True)
class OpenRegister:
    """A register to open; `scope` are codes of the types it numbers, empty for all."""

    name: str
    direction: Direction
    scope: frozenset[str] = frozenset()
    id: str = ""


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
            store.audit(person, "open-register", register.id, name=register.name, direction=register.direction.value)
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
        return Register(order.id or new_id(), name, order.direction, order.scope, opened)

    def close(self, person: Person, register_id: str) -> Register:
        """Close a register: from tomorrow it gives no more numbers."""
        require(person, Role.ADMIN, Role.CLERK, action="khóa sổ")
        with self.stores() as store:
            register = store.register(register_id)
            if register is None:
                raise NotFound("register-unknown", "Không có sổ này.", "Tải lại danh sách sổ.")
            register = replace(register, closed_on=self.clock.today())
            store.close_register(register)
            store.audit(person, "close-register", register.id, name=register.name)
        return register
