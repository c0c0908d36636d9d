"""How commands are asked for: a parser that speaks Vietnamese, and words that each say in a sentence what they do."""

import argparse
import json
import sys
from collections.abc import Callable
from typing import Any, NoReturn

from services.backends.settings import Settings
from services.cli.complaints import complaint
from services.cli.output import Output

Run = Callable[[argparse.Namespace, Settings, Output], int]


class _Formatter(argparse.HelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "cách dùng: " if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """The parser of one word; words below it are made of the same kind."""

    def __init__(self, **options: Any) -> None:
        super().__init__(add_help=False, allow_abbrev=False, formatter_class=_Formatter, **options)
        self._as_json = False
        self._positionals.title, self._optionals.title = "tham số", "tùy chọn"
        self.add_argument("-h", "--help", action="help", help="hiện trợ giúp này rồi thoát")

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Read the words; those not known are refused here, where the usage of the very command is at hand."""
        said = sys.argv[1:] if args is None else list(args)
        self._as_json = "--json" in said
        known, more = super().parse_known_args(said, namespace)
        if more:
            self.error(f"unrecognized arguments: {' '.join(more)}")
        return known, more

    def error(self, message: str) -> NoReturn:
        """Say what was wrong with the words, as JSON if that was asked for, and leave with code 2."""
        detail, after = f"Lệnh chưa đúng: {complaint(message)}.", f"Xem {self.prog} --help."
        if self._as_json:
            said = {"code": "words-wrong", "detail": detail, "next": after, "fields": {}}
            self.exit(2, json.dumps(said, ensure_ascii=False) + "\n")
        self.exit(2, f"{self.format_usage()}{detail} {after}\n")


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


def between(least: int, most: int) -> Callable[[str], int]:
    """What a whole number within these bounds, both included, is read by."""

    def number(written: str) -> int:
        if not least <= int(written) <= most:
            raise ValueError
        return int(written)

    return number


def _sentence(says: str) -> str:
    return f"{says[:1].upper()}{says[1:]}."
