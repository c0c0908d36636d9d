"""The list of settings that is handed out names what is read, and all of it."""

import re
from pathlib import Path

from services.backends.settings import Settings
from tests.deploy.tools import DEPLOY

LINE = re.compile(r"^#?(VANTHU_[A-Z_]+)=(.*)$", re.MULTILINE)
EXAMPLE = (DEPLOY / "settings.example").read_text(encoding="utf-8")


class Asked(dict[str, str]):
    """An environment that notes what it is asked for."""

    def __init__(self) -> None:
        super().__init__(VANTHU_DEMO="1")
        self.names: set[str] = set()

    def get(self, name: str, default: str | None = None) -> str | None:  # type: ignore[override]
        self.names.add(name.removesuffix("_FILE"))
        return super().get(name, default)


def test_it_names_every_setting_that_is_read_and_no_other() -> None:
    environment = Asked()
    Settings.read(environment)

    assert {found[1].removesuffix("_FILE") for found in LINE.finditer(EXAMPLE)} == environment.names


def test_every_setting_is_explained_before_it_stands() -> None:
    lines = EXAMPLE.splitlines()
    for number, line in enumerate(lines):
        if LINE.fullmatch(line):
            before = [each for each in lines[:number] if not LINE.fullmatch(each)]
            assert re.fullmatch(r"# .{20,}", before[-1]), line


def test_with_every_line_uncommented_it_is_a_configuration_that_can_be_read(tmp_path: Path) -> None:
    passphrase = tmp_path / "passphrase"
    passphrase.write_text("một câu dài của cơ quan")
    values = {found[1]: found[2] for found in LINE.finditer(EXAMPLE)}
    values["VANTHU_KEY_PASSPHRASE_FILE"] = str(passphrase)

    settings = Settings.read({name: value for name, value in values.items() if name != "VANTHU_DATABASE"})

    assert settings.deployed
    assert not settings.demo
