"""Who can sign: software keys of leaders, given by an administrator."""

from dataclasses import dataclass

from services.kernel.clock import Clock
from services.kernel.deeds import Deed
from services.kernel.errors import BadInput, NotFound
from services.kernel.people import Person, Role, require
from services.kernel.ports import Directory
from services.signing.ports.papers import KeyCabinet
from services.signing.ports.rows import Stores


@dataclass(frozen=True)
class Holder:
    """A leader, and whether they have a key."""

    person: Person
    holds: bool


@dataclass(frozen=True)
class Keys:
    """Keys of the office's leaders."""

    stores: Stores
    ring: KeyCabinet
    directory: Directory
    clock: Clock

    def missing(self, person: Person) -> bool:
        """Whether this person signs but has nothing to sign with."""
        return person.has(Role.LEADER) and not self.ring.holds(person.id)

    def holders(self, asker: Person) -> tuple[Holder, ...]:
        """Every leader."""
        require(asker, Role.ADMIN, action="xem khóa ký số")
        return tuple(Holder(one, self.ring.holds(one.id)) for one in self.directory.people(Role.LEADER))

    def give(self, asker: Person | str, person_id: str) -> Person:
        """Give a leader a key; a string asks for whoever has the machine.

        NotFound `person-unknown`, BadInput `not-a-leader` or `not-at-work`, Conflict `key-there`.
        """
        if isinstance(asker, Person):
            require(asker, Role.ADMIN, action="cấp khóa ký số")
        person = self.directory.person(person_id)
        if person is None:
            raise NotFound("person-unknown", "Không có người này.", "Chọn một lãnh đạo trong danh sách.")
        if not person.has(Role.LEADER):
            raise BadInput("not-a-leader", f"{person.name} không phải lãnh đạo.", "Giao vai trò lãnh đạo trước.")
        if not person.active:
            raise BadInput("not-at-work", f"{person.name} đã thôi làm việc.", "Chọn một lãnh đạo đang làm việc.")
        with self.stores() as store:
            # The line first: no key without one; if no key can be made, the line is taken back.
            store.audit(asker, Deed.GIVE_KEY, person.id, name=person.name)
            self.ring.give(person, self.directory.organisation(), self.clock.now())
        return person
