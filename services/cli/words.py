"""How commands are asked for: a parser that speaks Vietnamese, and words that each say in a sentence what they do."""

import argparse
from collections.abc import Callable
from typing import Any, NoReturn

from services.backends.settings import Settings
from services.cli.output import Output

Run = Callable[[argparse.Namespace, Settings, Output], int]


class Parser(argparse.ArgumentParser):
    """The parser of one word; words below it are made of the same kind."""

    def __init__(self, **options: Any) -> None:
        super().__init__(add_help=False, allow_abbrev=False, **options)
        self._positionals.title, self._optionals.title = "tham số", "tùy chọn"
        self.add_argument("-h", "--help", action="help", help="hiện trợ giúp này rồi thoát")

    def error(self, message: str) -> NoReturn:
        """Say what was wrong with the words and leave with code 2."""
        self.exit(2, f"{self.format_usage()}Lệnh chưa đúng: {message}. Xem {self.prog} --help.\n")


def shared() -> argparse.ArgumentParser:
    """What every command takes."""
    options = argparse.ArgumentParser(add_help=False)
    options.add_argument("--json", action="store_true", help="một dòng JSON cho mỗi kết quả")
    return options


def word(words: Any, options: argparse.ArgumentParser, name: str, says: str, run: Run) -> argparse.ArgumentParser:
    """Add a command that says what it does, in the list and in its own help."""
    added: argparse.ArgumentParser = words.add_parser(name, parents=[options], help=says, description=_sentence(says))
    added.set_defaults(run=run)
    return added


def group(words: Any, name: str, says: str) -> Any:
    """Add a word that stands before others."""
    added = words.add_parser(name, help=says, description=_sentence(says))
    return added.add_subparsers(required=True, metavar="VIỆC", title="việc")


def _sentence(says: str) -> str:
    return f"{says[:1].upper()}{says[1:]}."
