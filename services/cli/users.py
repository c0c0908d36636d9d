"""`vanthu user …`: accounts, passwords and keys for programs, by whoever has the machine."""

from argparse import ArgumentParser, Namespace
from typing import Any

from services.backends.settings import Settings
from services.cli.output import Output
from services.cli.words import group, word
from services.directory.domain.accounts import NewPerson, read_roles
from services.directory.domain.tokens import SCOPES, TokenOrder
from services.embedded import Host, opened
from services.kernel.errors import NotFound
from services.kernel.people import Role

TOOL = "vanthu user"
_ACCOUNT = "tên đăng nhập"


def add(words: Any, shared: ArgumentParser) -> None:
    """Add the word and its sub-words."""
    sub = group(words, "user", "người dùng, mật khẩu, khóa API")
    word(sub, shared, "list", "liệt kê người dùng và vai trò", listing)
    new = word(sub, shared, "add", "thêm người; mật khẩu đầu tiên được in ra một lần", add_person)
    new.add_argument("account", help=_ACCOUNT)
    new.add_argument("--name", required=True, help="họ và tên")
    new.add_argument("--position", required=True, help="chức vụ")
    new.add_argument("--unit", required=True, help="chữ viết tắt của đơn vị")
    roles = ", ".join(f"{role.value}: {role.label}" for role in Role)
    new.add_argument(
        "--role",
        action="append",
        required=True,
        choices=[role.value for role in Role],
        metavar="VAI",
        help=f"vai trò, dùng được nhiều lần ({roles})",
    )
    fresh = word(sub, shared, "password", "đặt lại mật khẩu; mật khẩu mới được in ra một lần", password)
    fresh.add_argument("account", help=_ACCOUNT)
    key = word(sub, shared, "token", "cấp khóa API; khóa được in ra một lần", token)
    key.add_argument("account", help=_ACCOUNT)
    key.add_argument("--name", required=True, help="khóa dùng để làm gì")
    key.add_argument(
        "--scope",
        action="append",
        required=True,
        choices=SCOPES,
        metavar="PHẠM_VI",
        help=f"được dùng vào đâu, dùng được nhiều lần ({', '.join(SCOPES)})",
    )
    key.add_argument("--days", type=int, default=90, help="số ngày dùng được (mặc định 90)")


def listing(_asked: Namespace, settings: Settings, out: Output) -> int:
    """Everybody who has an account, with what they may do."""
    with opened(settings) as host:
        accounts = host.directory.directory.accounts()
    for account in accounts:
        person = account.person
        roles = sorted(role.label for role in person.roles)
        said = f"{account.account:<12} {person.name:<24} {person.unit_name:<30} {', '.join(roles)}"
        out.result(
            said if person.active else f"{said} (đã nghỉ)",
            id=person.id, account=account.account, name=person.name, unit=person.unit_name, active=person.active,
            roles=sorted(role.value for role in person.roles),
        )  # fmt: skip
    return 0


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
