"""The processes as a compose file or a chart starts them, in one form."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from services.backends.settings import Settings

_WITH_PODS = {"Deployment", "Job", "CronJob"}
_PLACES = ("/run/secrets/vanthu/", "/run/secrets/")


@dataclass(frozen=True)
class Started:
    """One process: the words of its command, what it is told, the secrets and volumes it sees, whom it can reach."""

    words: tuple[str, ...]
    environment: Mapping[str, str]
    secrets: frozenset[str]
    volumes: frozenset[str]
    reaches: frozenset[str]
    once: bool

    def settings(self, secrets: Path) -> Settings:
        """What it reads at its start, with the secrets lying in this folder."""
        return Settings.read({name: _moved(value, secrets) for name, value in self.environment.items()})


def words(command: Sequence[str]) -> tuple[str, ...]:
    """The command without its options, which each host chooses for itself."""
    options = [place for place, word in enumerate(command) if word.startswith("--")]
    return tuple(command[: options[0]] if options else command)


def of_compose(config: Mapping[str, Any]) -> list[Started]:
    """The services of our own image."""
    return [_of_service(each) for each in config["services"].values() if each["image"] == "vanthu"]


def of_chart(documents: Iterable[Mapping[str, Any]]) -> list[Started]:
    """The pods of deployments and jobs, those of every night among them."""
    documents = list(documents)
    maps = {each["metadata"]["name"]: each["data"] for each in documents if each["kind"] == "ConfigMap"}
    policies = [each["spec"] for each in documents if each["kind"] == "NetworkPolicy"]
    return [_of_pod(each, maps, policies) for each in documents if each["kind"] in _WITH_PODS]


def pods(documents: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The templates of all pods."""
    return [_template(each) for each in documents if each["kind"] in _WITH_PODS]


def _template(document: Mapping[str, Any]) -> Mapping[str, Any]:
    spec = document["spec"]
    return dict(spec["jobTemplate"]["spec"]["template"] if document["kind"] == "CronJob" else spec["template"])


def _of_service(service: Mapping[str, Any]) -> Started:
    volumes = [each if isinstance(each, str) else each["source"] for each in service["volumes"]]
    return Started(
        words=words(service["command"]),
        environment=service["environment"],
        secrets=frozenset(each if isinstance(each, str) else each["source"] for each in service["secrets"]),
        volumes=frozenset(each.partition(":")[0] for each in volumes),
        reaches=frozenset(service["networks"]),
        once=service["restart"] == "no",
    )


def _of_pod(document: Mapping[str, Any], maps: Mapping[str, Any], policies: Sequence[Mapping[str, Any]]) -> Started:
    template = _template(document)
    (container,) = template["spec"]["containers"]
    environment: dict[str, str] = {}
    for source in container.get("envFrom", []):
        environment |= maps[source["configMapRef"]["name"]]
    environment |= {each["name"]: each["value"] for each in container["env"]}
    volumes = {each["name"]: each for each in template["spec"]["volumes"]}
    sources = [each["secret"] for each in volumes["secrets"]["projected"]["sources"]]
    return Started(
        words=words(container["args"]),
        environment=environment,
        secrets=frozenset(item["path"].replace("-", "_") for each in sources for item in each["items"]),
        volumes=frozenset(name for name, each in volumes.items() if "persistentVolumeClaim" in each),
        reaches=_reached(template["metadata"]["labels"], policies),
        once=document["kind"] != "Deployment",
    )


def _reached(labels: Mapping[str, str], policies: Sequence[Mapping[str, Any]]) -> frozenset[str]:
    mine = [each for each in policies if each["podSelector"]["matchLabels"].items() <= labels.items()]
    assert len(mine) == 1, f"{labels}: {len(mine)} policies"
    assert mine[0]["policyTypes"] == ["Ingress", "Egress"]
    servers = {"postgresql": "database", "rabbitmq": "bus", "minio": "objects", "elasticsearch": "index"}
    peers = [peer["podSelector"]["matchLabels"] for rule in mine[0]["egress"] for peer in rule["to"]]
    names = {peer.get("app.kubernetes.io/name") for peer in peers} - {None}
    return frozenset(servers[name] for name in names)


def _moved(value: str, secrets: Path) -> str:
    for place in _PLACES:
        if value.startswith(place):
            return str(secrets / value.removeprefix(place).replace("-", "_"))
    return value
