"""`vanthu check-config` of an office on servers tries each of them, and says which one is not there."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.postgres import database_of, give_back, role_address


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Mapping[str, str]]:
    yield {
        "VANTHU_HOME": str(tmp_path / "home"),
        "VANTHU_DATABASE": role_address("{service}", database_of(tmp_path)),
        "VANTHU_BUS": "amqp://{service}@127.0.0.1:1/x",
        "VANTHU_DEMO": "1",
        "VANTHU_WORKERS": "1",
    }
    give_back(tmp_path)


def checked(told: Mapping[str, str]) -> tuple[int, str]:
    ran = subprocess.run(
        [sys.executable, "-m", "services", "check-config"],
        env={**os.environ, **told}, capture_output=True, text=True, timeout=180, check=False,
    )  # fmt: skip
    return ran.returncode, ran.stdout + ran.stderr


def test_a_broker_whose_password_is_given_is_tried_and_one_without_is_not(told: Mapping[str, str]) -> None:
    code, said = checked(told)
    assert (code, "không thử" in said) == (0, True), said
    code, said = checked({**told, "VANTHU_BUS_INTAKE": "amqp://intake:x@127.0.0.1:1/x"})
    assert (code, "Không nối được máy chủ tin" in said, "127.0.0.1:1" in said) == (3, True, True), said


def test_an_index_that_is_not_there_is_named(told: Mapping[str, str]) -> None:
    code, said = checked({**told, "VANTHU_INDEX": "elasticsearch+http://127.0.0.1:1/documents"})
    assert (code, "Chỉ mục tìm kiếm" in said or "Máy chủ tìm kiếm" in said) == (3, True), said
