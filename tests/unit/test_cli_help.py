"""The command line explains itself, and says plainly why it cannot serve."""

import argparse
import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.cli import main, parser

OPERATING = Path(__file__).parents[2] / "docs" / "operating.md"


def parsers(one: argparse.ArgumentParser) -> Iterator[tuple[argparse.ArgumentParser, bool]]:
    """Every parser under one, and whether it is a command (not a word before others)."""
    below = [action for action in one._actions if isinstance(action, argparse._SubParsersAction)]
    yield one, not below
    for action in below:
        for each in action.choices.values():
            yield from parsers(each)


def test_every_command_and_every_option_has_a_sentence_of_help() -> None:
    for one, _ in parsers(parser()):
        assert one.description, one.prog
        silent = [action.dest for action in one._actions if not action.help and action.dest != "==SUPPRESS=="]
        assert not [name for name in silent if name], f"{one.prog}: {silent}"


def test_every_command_speaks_json() -> None:
    commands = [one for one, is_command in parsers(parser()) if is_command]
    assert len(commands) > 15
    assert all("--json" in one.format_usage() for one in commands)


def test_every_exit_code_the_help_names_is_in_the_operators_book() -> None:
    book = OPERATING.read_text("utf-8")
    codes = [said.split()[0] for said in str(parser().epilog).removeprefix("Mã thoát: ").split("; ")]
    assert codes == ["0", "1", "2", "3", "4", "130"]
    assert all(f"| {code} |" in book for code in codes)


def test_wrong_words_leave_with_code_two_and_name_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["register", "export"])
    assert left.value.code == 2
    assert "vanthu register export --help" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("register verify --wrong", "không nhận --wrong"),
        ("user token lan --name x", "thiếu --scope"),
        ("user token lan --name x --scope *:read --days many", "--days: 'many' không phải số nguyên"),
        ("user token lan --name x --scope everything", "--scope: không nhận 'everything'; chọn một trong"),
        ("user token lan --name", "--name: thiếu giá trị"),
        ("user sing", "VIỆC: không nhận 'sing'; chọn một trong"),
    ],
)
def test_wrong_words_are_told_in_vietnamese_with_the_usage_of_the_command(
    words: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(words.split())
    told = capsys.readouterr().err
    assert said in told
    assert told.startswith(f"cách dùng: vanthu {words.split()[0]} ")


def test_wrong_words_are_told_as_json_to_whoever_asks_for_json(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["register", "verify", "--json", "--wrong"])
    told = json.loads(capsys.readouterr().err)
    assert left.value.code == 2
    assert (told["code"], told["next"]) == ("words-wrong", "Xem vanthu register verify --help.")


def test_a_taken_port_is_told_before_anything_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        monkeypatch.setenv("VANTHU_HOME", str(tmp_path / "home"))
        monkeypatch.setenv("VANTHU_KEY_PASSPHRASE", "mật khẩu của cơ quan này")
        monkeypatch.setenv("VANTHU_PORT", str(port))
        assert main(["serve"]) == 3
    said = capsys.readouterr()
    assert f"Cổng {port} đang được chương trình khác dùng." in said.err
    assert "mở tại" not in said.out
    assert not (tmp_path / "home" / "intake.db").exists()
