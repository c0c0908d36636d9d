"""`vanthu user …`: accounts, passwords and keys for programs, by whoever has the machine."""

from argparse import ArgumentParser, Namespace
from typing import Any

from services.backends.settings import Settings
from services.cli.output import Output
from services.directory.domain.accounts import NewPerson, read_roles
from services.directory.domain.tokens import SCOPES, TokenOrder
from services.embedded import Host, opened
from services.kernel.errors import NotFound
from services.kernel.people import Role

TOOL = "vanthu user"


def add(words: Any, shared: ArgumentParser) -> None:
    """Add the word and its sub-words."""
    sub = words.add_parser("user", help="người dùng, mật khẩu, khóa API").add_subparsers(required=True, metavar="VIỆC")
    new = sub.add_parser("add", parents=[shared], help="thêm người; mật khẩu đầu tiên được in ra một lần")
    new.add_argument("account")
    new.add_argument("--name", required=True)
    new.add_argument("--position", required=True)
    new.add_argument("--unit", required=True, help="chữ viết tắt của đơn vị")
    new.add_argument("--role", action="append", required=True, choices=[role.value for role in Role])
    new.set_defaults(run=add_person)
    word = sub.add_parser("password", parents=[shared], help="đặt lại mật khẩu")
    word.add_argument("account")
    word.set_defaults(run=password)
    key = sub.add_parser("token", parents=[shared], help="cấp khóa API, in ra một lần")
    key.add_argument("account")
    key.add_argument("--name", required=True, help="khóa dùng để làm gì")
    key.add_argument("--scope", action="append", required=True, choices=SCOPES)
    key.add_argument("--days", type=int, default=90)
    key.set_defaults(run=token)


def add_person(asked: Namespace, settings: Settings, out: Output) -> int:
    """Enter somebody; the first password is printed this once and due to be changed."""
    with opened(settings) as host:
        new = NewPerson(asked.account, asked.name, asked.position, _unit(host, asked.unit), read_roles(asked.role))
        person, first = host.directory.people.add(TOOL, new)
    out.result(
        f"Đã thêm {person.name}. Mật khẩu đầu tiên: {first}", id=person.id, account=asked.account, password=first
    )
    return 0


def password(asked: Namespace, settings: Settings, out: Output) -> int:
    """A new password, printed this once; the person is signed out everywhere."""
    with opened(settings) as host:
        person = host.directory.directory.account_named(asked.account).person
        fresh = host.directory.people.reset_password(TOOL, person.id)
    out.result(f"Mật khẩu mới của {person.name}: {fresh}", account=asked.account, password=fresh)
    return 0


def token(asked: Namespace, settings: Settings, out: Output) -> int:
    """A key for a program that acts as this person, printed this once."""
    with opened(settings) as host:
        person = host.directory.directory.account_named(asked.account).person
        order = TokenOrder(asked.name, frozenset(asked.scope), asked.days)
        made, secret = host.directory.tokens.give(TOOL, person, order)
    out.result(
        f"Khóa “{made.name}” của {person.name}, dùng đến {made.expires_at:%d/%m/%Y}: {secret}",
        id=made.id,
        token=secret,
        expires=made.expires_at,
    )
    return 0


def _unit(host: Host, abbreviation: str) -> str:
    for unit in host.shared.directory.units():
        if unit.abbreviation == abbreviation:
            return unit.id
    known = ", ".join(unit.abbreviation for unit in host.shared.directory.units())
    raise NotFound("unit-unknown", f"Không có đơn vị {abbreviation}.", f"Dùng một trong: {known}.")
