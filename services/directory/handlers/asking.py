"""Who asks for a change of the directory: a person at a desk, or the operator at the machine itself."""

from services.kernel.people import Person, Role, require

Asker = Person | str
"""A signed-in person, or the name of a tool run by whoever has the machine (`vanthu user`)."""


def require_admin(asker: Asker, action: str) -> None:
    """Refuse a person who does not administer; the operator holds the database anyway."""
    if isinstance(asker, Person):
        require(asker, Role.ADMIN, action=action)
