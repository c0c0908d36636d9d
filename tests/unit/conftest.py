"""What every unit test cleans up after itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import ON_POSTGRES


@pytest.fixture(autouse=ON_POSTGRES)
def _databases_given_back(tmp_path: Path) -> Iterator[None]:
    yield
    from tests.postgres import give_back

    give_back(tmp_path)
