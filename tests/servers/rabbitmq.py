"""RabbitMQ, Debian's own, with a port mapper and a node name of its own, all on loopback."""

import hashlib
import signal
from pathlib import Path

from tests.servers.packages import Package
from tests.servers.processes import Orders, Process, give, launch
from tests.servers.server import HOST, Place, Running, answers, listens

_PACKAGE = Package("rabbitmq-server", "/usr/lib/rabbitmq/bin/rabbitmq-server")
_MAPPER = Package("erlang-base", "/usr/bin/epmd")
_ACCOUNT = "rabbitmq"
_GUEST = ("guest", "guest")


class RabbitMQ:
    """A node with the management plugin; `guest` administers it, tests make the accounts of the services."""

    name = "rabbitmq"
    ports = 4  # messages, management, distribution, port mapper
    polite = signal.SIGTERM

    def packages(self) -> tuple[Package, ...]:
        """The broker; it brings its port mapper."""
        return (_PACKAGE,)

    def fetch(self) -> None:
        """Nothing beside the package."""
        _PACKAGE.path()

    def start(self, place: Place) -> tuple[Process, ...]:
        """The port mapper is ours and not the machine's, or stopping would leave one behind."""
        give(place.home, _ACCOUNT)
        self._configure(place)
        orders = Orders(_ACCOUNT, place.home, _variables(place))
        mapper = launch([str(_MAPPER.path())], orders, place.home / "epmd.log")
        return (launch([str(_PACKAGE.path())], orders, place.log), mapper)

    def is_ready(self, place: Place) -> bool:
        """Both doors must be open: management answers before clients are let in."""
        return answers(place.ports[1], "/api/overview", _GUEST) and listens(place.ports[0])

    def reach(self, place: Place) -> Running:
        """The default virtual host; `admin_url` is the management interface."""
        port, admin = place.ports[:2]
        url = f"amqp://{':'.join(_GUEST)}@{HOST}:{port}/"
        return Running(self.name, url, port, *_GUEST, admin_url=f"http://{HOST}:{admin}")

    def _configure(self, place: Place) -> None:
        port, admin = place.ports[:2]
        lines = [
            f"listeners.tcp.1 = {HOST}:{port}",
            f"management.tcp.ip = {HOST}",
            f"management.tcp.port = {admin}",
        ]
        settings, plugins = place.home / "rabbitmq.conf", place.home / "enabled_plugins"
        settings.write_text("\n".join(lines) + "\n")
        plugins.write_text("[rabbitmq_management].\n")
        for each in (settings, plugins):
            give(each, _ACCOUNT)


def _variables(place: Place) -> dict[str, str]:
    home, (_, _, distribution, mapper) = place.home, place.ports
    return {
        "HOME": str(home),
        "RABBITMQ_NODENAME": f"vanthu-{_mark(home)}@localhost",
        "RABBITMQ_CONF_ENV_FILE": str(home / "none"),
        "RABBITMQ_CONFIG_FILE": str(home / "rabbitmq.conf"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(home / "enabled_plugins"),
        "RABBITMQ_MNESIA_BASE": str(home / "mnesia"),
        "RABBITMQ_LOG_BASE": str(home / "log"),
        "RABBITMQ_DIST_PORT": str(distribution),
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1}",
        "ERL_EPMD_PORT": str(mapper),
        "ERL_EPMD_ADDRESS": HOST,
    }


def _mark(home: Path) -> str:
    return hashlib.sha256(str(home).encode()).hexdigest()[:8]
