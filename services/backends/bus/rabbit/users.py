"""The broker's users, one a service: each may tell its own facts, read its own queues, and nothing else.

For a service S that tells the facts F and G (patterns are whole matches):
- configure `^$`: it declares and deletes nothing; `vanthu topology` does.
- write `^vanthu\\.(facts|S)$`: the common exchange, and its own one for copies that wait or are dead.
- read `^vanthu\\.S(\\.dead)?$`: its queue and its dead queue.
- topic write on `vanthu.facts` `^S\\.(F|G)$`: only its own facts; topic read `^$`: it binds nothing.
The broker holds who wrote a message to the user's name, so that nobody can sign as another.
"""

import json
import re
from base64 import b64encode
from collections.abc import Mapping
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

from services.backends.bus.rabbit import names
from services.backends.bus.rabbit.address import Address
from services.kernel.errors import NotAllowed, Unavailable
from services.kernel.tellers import TELLERS

_NOTHING = "^$"
_EVERYTHING = {"configure": ".*", "write": ".*", "read": ".*"}
_PATIENCE = 10.0


def permissions(service: str) -> Mapping[str, str]:
    """What the user of a service may configure, write and read."""
    own = re.escape(service)
    return {"configure": _NOTHING, "write": rf"^vanthu\.(facts|{own})$", "read": rf"^vanthu\.{own}(\.dead)?$"}


def topic_permissions(service: str, tellers: Mapping[str, str]) -> Mapping[str, str]:
    """Which keys of the common exchange it may write."""
    told = "|".join(sorted(fact for fact, teller in tellers.items() if teller == service))
    write = rf"^{re.escape(service)}\.({told})$" if told else _NOTHING
    return {"exchange": names.FACTS, "write": write, "read": _NOTHING}


def make_users(admin: str, addresses: Mapping[str, Address], tellers: Mapping[str, str] = TELLERS) -> None:
    """Make the virtual host, and for each service its user with password and rights; again changes nothing.

    `admin` is the address of an administrator of the broker; `?management=http://host:15672` says where its management
    interface is, if not there. An administrator's own user and one that several services share are left as they are.
    Unavailable `broker-away`, NotAllowed `topology-forbidden`.
    """
    administrator = Address.parse(admin)
    desk = _Management(administrator)
    for vhost in sorted({address.vhost for address in addresses.values()}):
        desk.put("vhosts", vhost, what={})
        desk.put("permissions", vhost, administrator.user, what=_EVERYTHING)
    users = [address.user for address in addresses.values()]
    for service, address in addresses.items():
        if address.user == administrator.user or users.count(address.user) > 1:
            continue
        desk.put("users", address.user, what={"password": address.password, "tags": ""})
        desk.put("permissions", address.vhost, address.user, what=permissions(service))
        desk.put("topic-permissions", address.vhost, address.user, what=topic_permissions(service, tellers))


class _Management:
    def __init__(self, address: Address) -> None:
        account = f"{address.user}:{address.password}"
        self.headers = {
            "Authorization": f"Basic {b64encode(account.encode()).decode()}",
            "Content-Type": "application/json",
        }
        self.base = address.management()
        self.context = address.context()

    def put(self, *path: str, what: Mapping[str, str]) -> None:
        place = "/".join(quote(each, safe="") for each in path)
        url, body = f"{self.base}/api/{place}", json.dumps(what).encode()
        asked = Request(url, body, self.headers, method="PUT")  # noqa: S310 - the scheme was checked
        try:
            with urlopen(asked, timeout=_PATIENCE, context=self.context):  # noqa: S310
                return
        except HTTPError as refused:
            raise NotAllowed(
                "topology-forbidden",
                f"Máy chủ tin không cho lập {place} ({refused.code}).",
                "Đặt địa chỉ quản trị của người dùng có quyền administrator.",
            ) from refused
        except (OSError, HTTPException) as away:
            raise Unavailable(
                "broker-away",
                f"Không nối được giao diện quản trị của máy chủ tin ({self.base}).",
                "Kiểm tra máy chủ RabbitMQ và đường mạng rồi chạy lại.",
            ) from away
