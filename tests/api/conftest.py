"""One office for the whole folder: it takes some seconds to fill, and no test empties it."""

from collections.abc import Iterator

import pytest

from tests.api.office import House, opened


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The office at work."""
    yield from opened(tmp_path_factory.mktemp("office"))
