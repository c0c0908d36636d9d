"""The command line as an operator uses it: words, exit codes, JSON lines, nothing changed the second time."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from services.cli import main

Say = Callable[..., int]


@pytest.fixture
def say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Say:
    """Runs one command in a home of its own; a real office's settings."""
    monkeypatch.setenv("VANTHU_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("VANTHU_KEY_PASSPHRASE", "mật khẩu của cơ quan này")
    monkeypatch.delenv("VANTHU_DEMO", raising=False)
    return lambda *words: main(list(words))


OFFICE = ("init", "--name", "Sở Nội vụ tỉnh Thanh Bình", "--abbreviation", "SNV", "--place", "Thanh Bình")


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    """What was printed as JSON."""
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_new_office_has_an_administrator_and_two_registers(say: Say, capsys: pytest.CaptureFixture[str]) -> None:
    assert say(*OFFICE, "--json") == 0

    made = lines(capsys)[0]
    assert made["created"] is True
    assert len(str(made["password"])) >= 10
    assert say("register", "list", "--json") == 0
    assert {line["name"] for line in lines(capsys)} == {"Sổ đăng ký văn bản đến", "Sổ đăng ký văn bản đi"}


def test_founding_twice_changes_nothing(say: Say, capsys: pytest.CaptureFixture[str]) -> None:
    say(*OFFICE)
    capsys.readouterr()

    assert say(*OFFICE, "--json") == 0

    assert lines(capsys) == [{"created": False}]


def test_a_person_is_entered_and_gets_a_key_for_a_program(say: Say, capsys: pytest.CaptureFixture[str]) -> None:
    say(*OFFICE)
    person = ("lan", "--name", "Trần Thị Lan", "--position", "Văn thư", "--unit", "VP", "--role", "clerk")
    capsys.readouterr()

    assert say("user", "add", *person, "--json") == 0
    assert say("user", "token", "lan", "--name", "máy quét", "--scope", "intake:write", "--json") == 0

    _, key = lines(capsys)
    assert str(key["token"]).startswith("vt_")
    assert say("user", "list", "--json") == 0
    assert {(each["account"], *each["roles"]) for each in lines(capsys)} == {("quantri", "admin"), ("lan", "clerk")}


def test_an_unknown_unit_is_refused_with_those_there_are(say: Say, capsys: pytest.CaptureFixture[str]) -> None:
    say(*OFFICE)
    capsys.readouterr()

    code = say("user", "add", "lan", "--name", "Lan", "--position", "Văn thư", "--unit", "XYZ", "--role", "clerk")

    assert code == 3
    assert "VP" in capsys.readouterr().err


def test_a_refusal_names_every_fault(say: Say, capsys: pytest.CaptureFixture[str]) -> None:
    say(*OFFICE)
    person = ("lan", "--name", "Trần Thị Lan", "--position", "Văn thư", "--unit", "VP", "--role", "clerk")
    say("user", "add", *person)

    assert say("user", "token", "lan", "--name", "x", "--scope", "*:read", "--days", "-5") == 3

    assert "Thời hạn từ 1 đến" in capsys.readouterr().err


def test_a_healthy_office_proves_itself(say: Say) -> None:
    say(*OFFICE)

    for words in (("register", "verify"), ("archive", "fixity"), ("audit", "verify"), ("dead", "list"), ("reindex",)):
        assert say(*words) == 0, words


def test_an_edited_audit_row_is_named(say: Say, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    say(*OFFICE)
    with sqlite3.connect(tmp_path / "home" / "directory.db") as raw:
        raw.execute("UPDATE audit SET who_name = 'ai đó' WHERE seq = 2")
    capsys.readouterr()

    assert say("audit", "verify", "--json") == 1

    broken = [line for line in lines(capsys) if line["broken"]]
    assert [(line["service"], line["broken"]) for line in broken] == [("directory", 2)]


def test_the_end_of_a_chain_noted_elsewhere_shows_a_cut_whose_count_was_forged(
    say: Say, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    say(*OFFICE)
    capsys.readouterr()
    say("audit", "verify", "--json")
    end = next(line for line in lines(capsys) if line["service"] == "directory")
    noted = ("audit", "verify", "--noted", f"directory:{end['links']}:{end['last']}")
    assert say(*noted) == 0
    with sqlite3.connect(tmp_path / "home" / "directory.db") as raw:
        raw.execute("DELETE FROM audit WHERE seq > 1")
        raw.execute("UPDATE audit_head SET (links, hash) = (SELECT seq, hash FROM audit)")

    assert say("audit", "verify") == 0
    assert say(*noted) == 1
    assert "không phải chuỗi đã ghi dấu lần trước" in capsys.readouterr().out


def test_an_end_noted_for_a_service_that_is_not_there_is_refused_with_those_there_are(
    say: Say, capsys: pytest.CaptureFixture[str]
) -> None:
    say(*OFFICE)
    capsys.readouterr()

    assert say("audit", "verify", "--noted", "intak:1:9f86d0") == 3

    said = capsys.readouterr()
    assert "intake" in said.err.replace("“intak”", "")
    assert not said.out, "nothing is called whole"


def test_a_leader_is_given_a_signing_key_once(say: Say, capsys: pytest.CaptureFixture[str]) -> None:
    say(*OFFICE)
    leader = ("binh", "--name", "Trần Đức Bình", "--position", "Phó Giám đốc", "--unit", "VP", "--role", "leader")
    say("user", "add", *leader)
    capsys.readouterr()

    assert say("sign", "key", "binh", "--json") == say("sign", "key", "binh", "--json") == 0
    assert [line["given"] for line in lines(capsys)] == [True, False]


def test_a_known_passphrase_is_refused_outside_the_demo(
    say: Say, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VANTHU_KEY_PASSPHRASE", "thanh-binh-demo")

    assert say("check-config") == 4

    assert "VANTHU_KEY_PASSPHRASE" in capsys.readouterr().err


def test_a_signature_is_not_judged_before_there_is_a_list_of_trusted_roots(
    say: Say, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    say(*OFFICE)
    paper = tmp_path / "thu.pdf"
    paper.write_bytes(b"%PDF-1.7")

    assert say("sign", "validate", str(paper)) == 3

    assert "vanthu sign key" in capsys.readouterr().err


def test_secrets_come_from_files(say: Say, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = tmp_path / "passphrase"
    secret.write_text("từ tệp riêng\n", encoding="utf-8")
    monkeypatch.delenv("VANTHU_KEY_PASSPHRASE")
    monkeypatch.setenv("VANTHU_KEY_PASSPHRASE_FILE", str(secret))

    assert say("check-config") == 0


def test_the_demo_is_not_made_in_a_real_office(say: Say, capsys: pytest.CaptureFixture[str]) -> None:
    assert say("demo") == 3

    assert "VANTHU_DEMO" in capsys.readouterr().err


def test_a_file_that_is_no_pdf_has_no_valid_signature(say: Say, tmp_path: Path) -> None:
    say(*OFFICE)
    paper = tmp_path / "thu.pdf"
    paper.write_bytes(b"no paper at all")

    assert say("sign", "validate", str(paper)) in (1, 3)
    assert say("sign", "validate", str(tmp_path / "khong-co.pdf")) == 3


def test_what_is_expected_of_a_file_is_asked_in_words_the_command_knows(
    say: Say, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    say(*OFFICE)
    leader = ("binh", "--name", "Trần Đức Bình", "--position", "Phó Giám đốc", "--unit", "VP", "--role", "leader")
    say("user", "add", *leader)
    say("sign", "key", "binh")
    paper = tmp_path / "thu.pdf"
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(paper)
    capsys.readouterr()

    assert say("sign", "validate", str(paper), "--expect", "leader=Trần Đức Bình,agency=") == 1
    assert "không có đủ các chữ ký số" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        say("sign", "validate", str(paper), "--expect", "giam-doc=An")
    assert "leader=TÊN" in capsys.readouterr().err
