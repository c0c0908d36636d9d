"""While the database is away people and programs are told so, and when to come back; then all goes on by itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from services.backends.settings import Settings
from services.kernel.people import Role
from tests import postgres
from tests.unit.directory_office import Office, open_office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """A directory on a server."""
    addresses = postgres.role_address("{service}", postgres.database_of(tmp_path))
    settings = Settings.read({"VANTHU_HOME": str(tmp_path), "VANTHU_DEMO": "1", "VANTHU_DATABASE": addresses})
    made = open_office(tmp_path, settings)
    yield made
    made.parts.endpoint.database.close()
    postgres.give_back(tmp_path)


def _let_in(home: Path, whether: bool) -> None:
    name = postgres.database_of(home)
    with postgres.told("postgres") as administrator:
        administrator.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS {whether}")
        administrator.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s", (name,)
        )


def test_pages_and_programs_are_told_to_come_back_and_then_go_on(office: Office, tmp_path: Path) -> None:
    key = office.key(office.add("hung", Role.ADMIN))
    browser, program = office.signed_in("hung"), office.browser()
    _let_in(tmp_path, whether=False)
    try:
        answers = [
            browser.get("/nhan-su"),
            browser.get("/toi"),
            program.get("/api/v1/directory/people", headers=key),
        ]
    finally:
        _let_in(tmp_path, whether=True)
    assert [answer.status_code for answer in answers] == [503] * 3
    for answer in answers:
        assert int(answer.headers["retry-after"]) > 0
        assert "Cơ sở dữ liệu tạm thời không kết nối được" in answer.text
    assert answers[2].json()["code"] == "database-away"
    assert browser.get("/nhan-su").status_code == 200
    assert program.get("/api/v1/directory/people", headers=key).status_code == 200
