"""Whether a service's database takes what is written: nothing is begun with a message while it does not."""

from sqlalchemy import false, update

from services.backends.bus.endpoint import Endpoint


def see_that_it_keeps(endpoint: Endpoint) -> None:
    """Unavailable, in words, while the server is away or its address leads to a copy that can only be read."""
    inbox = endpoint.tables.inbox
    with endpoint.database.jot() as connection:
        # A copy refuses to write before it looks for what to write.
        connection.execute(update(inbox).where(false()).values(at=0.0))
