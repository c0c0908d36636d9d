"""Signing in and out: counted tries, sessions whose cookie turns over, one's own password."""

from dataclasses import dataclass, replace
from datetime import datetime

from services.directory.domain import tries
from services.directory.domain.accounts import check_password
from services.directory.domain.sessions import Session
from services.directory.ports import DirectoryStores, FindCredential, KnownCredential, Passwords, Secrets
from services.kernel.clock import Clock
from services.kernel.deeds import Deed
from services.kernel.errors import BadInput, NotSignedIn
from services.kernel.people import Person


@dataclass(frozen=True)
class Knock:
    """Somebody who wants in: sign-in name, password, and where from."""

    account: str
    password: str
    address: str
    agent: str = ""


@dataclass(frozen=True)
class Welcome:
    """A new session: its cookie, whose it is, and whether a new password is due."""

    cookie: str
    person: Person
    must_change: bool


class Entry:
    """The door of the desks."""

    def __init__(
        self, stores: DirectoryStores, find: FindCredential, passwords: Passwords, secrets: Secrets, clock: Clock
    ) -> None:
        self.stores = stores
        self.find = find
        self.passwords = passwords
        self.secrets = secrets
        self.clock = clock

    def sign_in(self, knock: Knock) -> Welcome:
        """Open a session; a wrong password is NotSignedIn, one try too many TooMany. Every try is counted first."""
        knock = replace(knock, account=knock.account.strip().lower()[:40])
        self._count(knock)
        credential = self.find(knock.account)
        fits = self.passwords.fits(credential.password if credential else None, knock.password)
        if credential is None or not fits:
            self._remember_refusal(knock)
            raise NotSignedIn(
                "sign-in-wrong",
                "Tên đăng nhập hoặc mật khẩu không đúng.",
                "Kiểm tra bộ gõ và phím Caps Lock rồi thử lại; nếu quên, nhờ quản trị đặt lại mật khẩu.",
            )
        return self._open(knock, credential)

    def _count(self, knock: Knock) -> None:
        now = self.clock.now()
        with self.stores() as store:
            counted = store.tries(tries.keys_of(knock.account, knock.address))
            tries.check_open(counted, now)
            for one in counted:
                store.keep_tries(one.one_more(now))

    def _remember_refusal(self, knock: Knock) -> None:
        with self.stores() as store:
            store.audit(knock.account or "-", Deed.REFUSE_SIGN_IN, knock.account or "-", address=knock.address)

    def _open(self, knock: Knock, credential: KnownCredential) -> Welcome:
        cookie, now = self.secrets.fresh(), self.clock.now()
        with self.stores() as store:
            for key in tries.keys_of(knock.account, knock.address):
                store.forget_tries(key)
            store.add_session(self._session(cookie, knock, credential.person, now))
            store.audit(credential.person, Deed.SIGN_IN, knock.account, address=knock.address)
        return Welcome(cookie, credential.person, credential.must_change)

    def _session(self, cookie: str, knock: Knock, person: Person, now: datetime) -> Session:
        digest = self.secrets.digest(cookie)
        csrf = self.secrets.fresh()
        return Session(digest, "", person.id, csrf, now, now, now, knock.address[:60], knock.agent[:200])

    def sign_out(self, person: Person, cookie: str) -> None:
        """Close the session of this cookie."""
        with self.stores() as store:
            store.end_session(self.secrets.digest(cookie))
            store.audit(person, Deed.SIGN_OUT, person.id)

    def sign_out_elsewhere(self, person: Person, cookie: str) -> None:
        """Close every other session of this person."""
        with self.stores() as store:
            store.end_sessions(person.id, but=self.secrets.digest(cookie))
            store.audit(person, Deed.SIGN_OUT_ELSEWHERE, person.id)

    def change_password(self, person: Person, cookie: str, old: str, new: str) -> None:
        """Replace one's own password; all other browsers are signed out."""
        with self.stores() as store:
            account = store.account(person.id).account
        credential = self.find(account)
        if credential is None or not self.passwords.fits(credential.password, old):
            fault = {"old": "Mật khẩu hiện tại không đúng."}
            raise BadInput("password-wrong", "Mật khẩu hiện tại không đúng.", "Nhập lại.", fields=fault)
        check_password(new, account, field="new")
        if self.passwords.fits(credential.password, new):
            fault = {"new": "Mật khẩu mới phải khác mật khẩu hiện tại."}
            raise BadInput("password-same", fault["new"], "Chọn một mật khẩu khác.", fields=fault)
        digest = self.passwords.digest(new)
        with self.stores() as store:
            store.keep_password(person.id, digest, must_change=False)
            store.end_sessions(person.id, but=self.secrets.digest(cookie))
            store.audit(person, Deed.CHANGE_PASSWORD, person.id)
