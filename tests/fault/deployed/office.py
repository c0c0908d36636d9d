"""A small office on servers of its own: database, virtual host, bucket and index are empty but for its people."""

import shutil
import socket
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pika

from services.backends.bus.rabbit.address import Address
from services.backends.bus.rabbit.linking import parameters
from services.deployed.preparing import prepare_databases
from services.kernel.values import new_id
from tests.fault.small_office import SmallOffice, peopled
from tests.servers import Fleet, Running, need
from tests.servers.settings import NEEDED, settings_of


@dataclass(frozen=True)
class DeployedOffice(SmallOffice):
    """As its processes are told of it, and the servers it lies on."""

    variables: Mapping[str, str] = field(default_factory=dict)
    servers: Mapping[str, Running] = field(default_factory=dict)
    fleet: Fleet = field(default_factory=Fleet)

    def environment(self, port: int = 0) -> dict[str, str]:
        """The settings of every process of the set."""
        return {**self.variables, **({"VANTHU_PORT": str(port)} if port else {})}

    @property
    def address(self) -> str:
        """Where its front answers."""
        return f"http://127.0.0.1:{self.variables['VANTHU_PORT']}"

    @property
    def admin(self) -> Address:
        """The broker's administrator in the office's virtual host."""
        return Address.parse(self.variables["VANTHU_BUS_ADMIN"])

    def depth(self, queue: str) -> int:
        """Messages in a queue that nobody has in hand."""
        with pika.BlockingConnection(parameters(self.admin)) as link:
            count = link.channel().queue_declare(queue, passive=True).method.message_count
            assert isinstance(count, int)
            return count

    def post(self, key: str, body: bytes) -> None:
        """Publish a message by hand, as the user of the service the key begins with."""
        address = Address.parse(self.variables[f"VANTHU_BUS_{key.partition('.')[0].upper()}"])
        properties = pika.BasicProperties(message_id=new_id(), user_id=address.user, delivery_mode=2)
        with pika.BlockingConnection(parameters(address)) as link:
            channel = link.channel()
            channel.confirm_delivery()
            channel.basic_publish("vanthu.facts", key, body, properties, mandatory=True)


@contextmanager
def deployed_office() -> Iterator[DeployedOffice]:
    """An office with its people on a private fleet, both gone afterwards."""
    for name in NEEDED:
        need(name)  # the machine has what it takes
    folder = Path(tempfile.mkdtemp(prefix="vanthu-chaos-", dir="/var/tmp"))
    folder.chmod(0o755)
    fleet = Fleet(folder / "servers")
    try:
        yield on_servers(fleet, folder / "office")
    finally:
        for name in NEEDED:
            fleet.kill(name)  # nobody will ask what they kept
        shutil.rmtree(folder, ignore_errors=True)


def on_servers(fleet: Fleet, folder: Path) -> DeployedOffice:
    """An office with its people on this fleet, named after its folder."""
    empty = empty_on(fleet, folder)
    prepare_databases(empty.settings)
    made = peopled(empty)
    assert isinstance(made, DeployedOffice)
    return made


def empty_on(fleet: Fleet, folder: Path) -> DeployedOffice:
    """An office that nobody has set up yet on this fleet, named after its folder."""
    servers = fleet.start(NEEDED)
    assert all(isinstance(each, Running) for each in servers.values()), servers
    variables = settings_of(folder.name, folder, fleet)
    variables |= {"VANTHU_DEMO": "1", "VANTHU_WORKERS": "1", "VANTHU_PORT": str(_free_port())}
    return DeployedOffice(folder / "home", {}, {}, variables, servers, fleet)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port
