"""Certomancer as the certificate, status and time-stamping servers of an office, and somebody in between who cheats."""

import http.client
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import yaml
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, pkcs12

_CA = {"valid-from": "2020-01-01T00:00:00+0000", "valid-to": "2040-01-01T00:00:00+0000"}
_OWN = {"valid-from": "2022-01-01T00:00:00+0000", "valid-to": "2032-01-01T00:00:00+0000"}
_PEOPLE = ("leader", "revoked", "expired")
_NAMES = ("root", "interm", *_PEOPLE, "tsa", "ocsp")
PASSWORD = "x"


@dataclass
class Cheat:
    """Passes requests on to the real server; on a path that contains `where` it does `trick` instead.

    Tricks: `slow`, `close`, `refuse`, `huge`, `garbage`, `replay` (what it answered first), `imprint` (asks for another
    digest than it was asked for).
    """

    behind: int
    where: str = ""
    trick: str = ""
    remembered: dict[str, bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    @contextmanager
    def doing(self, trick: str, *where: str) -> Iterator[None]:
        """Cheat for a while."""
        self.trick, self.where = trick, " ".join(where)
        try:
            yield
        finally:
            self.trick = self.where = ""

    def answer(self, handler: BaseHTTPRequestHandler, body: bytes | None) -> tuple[int, bytes] | None:
        """Status and content, or None to say nothing at all."""
        self.asked.append(handler.path)
        trick = self.trick if any(word in handler.path for word in self.where.split()) else ""
        if trick == "slow":
            time.sleep(30)
        if trick in ("slow", "close"):
            return None
        if trick == "refuse":
            return 503, b""
        if trick in ("huge", "garbage"):
            return 200, b"\x30" * (10 << 20 if trick == "huge" else 100)
        place = handler.path.partition("?")[0]
        if trick == "replay":
            return 200, self.remembered[place]
        if trick == "imprint" and body:
            body = body.replace(body[24:56], bytes(32)) if body[22:24] == b"\x04\x20" else _other(body)
        status, content = self._pass_on(handler, body)
        self.remembered.setdefault(place, content)
        return status, content

    def _pass_on(self, handler: BaseHTTPRequestHandler, body: bytes | None) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.behind, timeout=20)
        kind = {"Content-Type": handler.headers.get("Content-Type", "")} if body else {}
        connection.request(handler.command, handler.path.partition("?")[0], body, kind)
        answer = connection.getresponse()
        return answer.status, answer.read()


def _other(body: bytes) -> bytes:
    at = body.index(b"\x04\x20") + 2
    return body[:at] + bytes(32) + body[at + 32 :]


@dataclass
class Servers:
    """Where the keys, certificates and addresses are."""

    folder: Path
    port: int
    cheat: Cheat

    @property
    def tsa(self) -> str:
        """The time-stamping authority."""
        return f"http://127.0.0.1:{self.port}/vt/tsa/tsa"

    def key(self, name: str) -> Path:
        """The key file of somebody, with the issuing certificate."""
        made = self.folder / f"{name}.p12"
        if not made.exists():
            own, issuing = (self._certificate(each) for each in (name, "interm"))
            lock = NoEncryption()
            made.write_bytes(pkcs12.serialize_key_and_certificates(b"", self._private(name), own, [issuing], lock))
        return made

    def trust(self) -> Path:
        """A profile that trusts the root."""
        profile = self.folder / "trust.toml"
        profile.write_text('[[root]]\nname = "Thử"\nfile = "out/root.cert.pem"\nissuing = ["out/interm.cert.pem"]\n')
        return profile

    def _certificate(self, name: str) -> x509.Certificate:
        return x509.load_pem_x509_certificate((self.folder / "out" / f"{name}.cert.pem").read_bytes())

    def _private(self, name: str) -> Any:
        from cryptography.hazmat.primitives.serialization import load_pem_private_key

        return load_pem_private_key((self.folder / "keys" / f"{name}.key.pem").read_bytes(), None)


@contextmanager
def running(folder: Path) -> Iterator[Servers]:
    """Certomancer behind a cheat; both end with the block."""
    behind, front = _free(), _free()
    (folder / "keys").mkdir()
    for name in _NAMES:
        people = name in _PEOPLE
        key = rsa.generate_private_key(65_537, 2048) if people else ec.generate_private_key(ec.SECP256R1())
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        (folder / "keys" / f"{name}.key.pem").write_bytes(pem)
    (folder / "ca.yml").write_text(yaml.safe_dump(_config(f"http://127.0.0.1:{front}")))
    tool = [str(Path(sys.executable).with_name("certomancer")), "--config", "ca.yml"]
    made = [*tool, "mass-summon", "vt", "out", "--flat", "--no-pfx"]
    subprocess.run(made, cwd=folder, check=True, capture_output=True, timeout=120)
    animate = [*tool, "animate", "--port", str(behind), "--no-web-ui"]
    server = subprocess.Popen(animate, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    cheat = Cheat(behind)
    with _served(front, cheat):
        try:
            _wait(behind)
            yield Servers(folder, front, cheat)
        finally:
            server.terminate()
            server.wait(20)


@contextmanager
def _served(port: int, cheat: Cheat) -> Iterator[None]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._say(cheat.answer(self, None))

        def do_POST(self) -> None:
            self._say(cheat.answer(self, self.rfile.read(int(self.headers["Content-Length"]))))

        def _say(self, said: tuple[int, bytes] | None) -> None:
            if said is None:
                self.close_connection = True
                return
            self.send_response(said[0])
            self.send_header("Content-Length", str(len(said[1])))
            self.end_headers()
            self.wfile.write(said[1])

        def log_message(self, *_: object) -> None:
            return None

    front = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    front.daemon_threads = True
    threading.Thread(target=front.serve_forever, daemon=True).start()
    try:
        yield
    finally:
        front.shutdown()
        front.server_close()


def _free() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait(port: int) -> None:
    for _ in range(600):
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError("certomancer did not start")


def _certificates() -> dict[str, Any]:
    listed = {name: _from(name) for name in ("root", "interm")}
    authority = [
        {"id": "basic_constraints", "critical": True, "value": {"ca": True}},
        _usage("key_cert_sign", "crl_sign"),
    ]
    person = [
        _usage("digital_signature", "non_repudiation"),
        listed["interm"],
        {
            "id": "authority_information_access",
            "smart-value": {"schema": "aia-urls", "params": {"ocsp-responder-names": ["interm"]}},
        },
    ]
    stamps = {"id": "extended_key_usage", "critical": True, "value": ["time_stamping"]}
    answers = [
        {"id": "extended_key_usage", "value": ["ocsp_signing"]},
        {"id": "ocsp_no_check", "value": None},
        _usage("digital_signature"),
    ]
    revoked = {"revoked-since": "2024-01-01T00:00:00+0000", "reason": "key_compromise"}
    past = {**_OWN, "valid-to": "2023-01-01T00:00:00+0000"}
    return {
        "root": _made("root", "root", _CA, authority),
        "interm": _made("interm", "root", _CA, [*authority, listed["root"]]),
        "leader": _made("leader", "interm", _OWN, person),
        "revoked": {**_made("revoked", "interm", _OWN, person), "revocation": revoked},
        "expired": _made("expired", "interm", past, person),
        "tsa": _made("tsa", "root", _CA, [_usage("digital_signature"), stamps, listed["root"]]),
        "ocsp": _made("ocsp", "interm", _CA, answers),
    }


def _config(address: str) -> dict[str, Any]:
    listed = ("root", "interm")
    lists = {name: {"for-issuer": name, "signing-key": name, "simulated-update-schedule": "P1D"} for name in listed}
    office = {
        "keyset": "vt",
        "entity-defaults": {"country-name": "VN", "organization-name": "Test"},
        "entities": {name: {"common-name": name} for name in _NAMES},
        "certs": _certificates(),
        "services": {
            "ocsp": {"interm": {"for-issuer": "interm", "responder-cert": "ocsp", "signing-key": "ocsp"}},
            "crl-repo": lists,
            "time-stamping": {"tsa": {"signing-key": "tsa", "signing-cert": "tsa"}},
        },
    }
    keys = {name: {"path": f"{name}.key.pem"} for name in _NAMES}
    return {
        "external-url-prefix": address,
        "keysets": {"vt": {"path-prefix": "keys", "keys": keys}},
        "pki-architectures": {"vt": office},
    }


def _made(subject: str, issuer: str, validity: dict[str, str], extensions: list[dict[str, Any]]) -> dict[str, Any]:
    return {"subject": subject, "issuer": issuer, "validity": validity, "extensions": extensions}


def _usage(*uses: str) -> dict[str, Any]:
    return {"id": "key_usage", "critical": True, "smart-value": {"schema": "key-usage", "params": list(uses)}}


def _from(name: str) -> dict[str, Any]:
    value = {"schema": "crl-dist-url", "params": {"crl-repo-names": [name]}}
    return {"id": "crl_distribution_points", "smart-value": value}
