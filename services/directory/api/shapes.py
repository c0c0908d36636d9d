"""JSON shapes of the directory."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from services.directory.domain.accounts import Account
from services.directory.domain.tokens import Token
from services.kernel.people import Role
from services.web.bodies import Answer, Body, Line

Key = Annotated[str, Field(max_length=40, examples=["019acbe1f5d07a1c8f3e5d2b7a9c4e10"])]


class PersonOut(Answer):
    """Somebody of the office; `account` is the sign-in name, other bodies name people by `id`."""

    id: str
    account: str = Field(examples=["lan"])
    name: str = Field(examples=["Trần Thị Lan"])
    position: str = Field(examples=["Văn thư"])
    unit_id: str
    unit_name: str = Field(examples=["Phòng Hành chính - Lưu trữ"])
    roles: list[Role] = Field(examples=[["clerk"]])
    active: bool

    @classmethod
    def of(cls, account: Account) -> "PersonOut":
        """The shape of a person."""
        return cls(**(vars(account.person) | {"roles": sorted(account.person.roles)}), account=account.account)


class AccountOut(PersonOut):
    """Somebody with the version of the account, which is also the ETag."""

    version: int

    @classmethod
    def of_account(cls, account: Account) -> "AccountOut":
        """The shape of an account."""
        shown = vars(account.person) | {"roles": sorted(account.person.roles)}
        return cls(**shown, account=account.account, version=account.version)


class AddedOut(AccountOut):
    """Somebody just entered; the first password is shown this once."""

    password: str


class NewPersonIn(Body):
    """Somebody to enter; without a password a first one is made and shown once."""

    account: Annotated[str, Field(max_length=40, examples=["lan"])]
    name: Annotated[Line, Field(examples=["Trần Thị Lan"])]
    position: Annotated[Line, Field(examples=["Văn thư"])] = ""
    unit_id: Key
    roles: Annotated[list[Role], Field(max_length=8, examples=[["clerk"]])]
    password: Annotated[str | None, Field(max_length=200)] = None


class PersonChangeIn(Body):
    """What to change; members left out stay as they are."""

    name: Line | None = None
    position: Line | None = None
    unit_id: Key | None = None
    roles: Annotated[list[Role] | None, Field(max_length=8)] = None
    active: bool | None = None


class UnitOut(Answer):
    """A unit of the office."""

    id: str
    name: str = Field(examples=["Phòng Chuyển đổi số"])
    abbreviation: str = Field(examples=["CĐS"])


class UnitIn(Body):
    """A unit to enter."""

    name: Annotated[Line, Field(examples=["Phòng Chuyển đổi số"])]
    abbreviation: Annotated[Line, Field(examples=["CĐS"])]


class OrganisationShape(Answer):
    """The office itself."""

    name: Line = Field(examples=["Ủy ban nhân dân tỉnh Thanh Bình"])
    abbreviation: Line = Field(examples=["UBND"])
    parent: Line = Field("", examples=[""])
    place: Line = Field("", examples=["Thanh Bình"])
    code: Line = Field("", examples=["H99"])
    regime: Line = Field("state", examples=["state"])


class TokenIn(Body):
    """A key to give to a program."""

    name: Annotated[Line, Field(examples=["Máy quét phòng 2"])]
    scopes: Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=20, examples=[["intake:write"]])]
    days: Annotated[int, Field(ge=1, le=366)] = 90


class TokenOut(Answer):
    """A key as it is kept; the secret is not."""

    id: str
    name: str
    scopes: list[str]
    hint: str
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    used_at: datetime | None

    @classmethod
    def of(cls, token: Token) -> "TokenOut":
        """The shape of a key."""
        shown = vars(token) | {"scopes": sorted(token.scopes)}
        return cls(**{name: shown[name] for name in cls.model_fields})


class GivenOut(Answer):
    """A new key with its secret, shown this once."""

    token: TokenOut
    secret: str
