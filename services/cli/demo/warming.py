"""Lets every worker do each kind of task once, so that the walk's figures are of the work, not of loading its tools."""

import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from services.backends.demo.texts import Dispatch
from services.backends.keys.softkey import SoftKeys
from services.backends.pades.pens import NumberAndDate, Pen
from services.backends.pades.tasks import seal_file, sign_file, validate_file
from services.backends.typesetting.stamp import arrival_stamp
from services.cli.demo.work import printed
from services.kernel.paperwork import ArrivalStamp
from services.kernel.people import Person
from services.office import Office


def warm(host: Office, leader: Person, dispatch: Dispatch) -> None:
    """Stamp, sign, seal and check a letter of the leader at every worker; nothing of it is kept."""
    paper, workers = printed(dispatch), host.settings.workers
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(lambda _: _everything(host, leader, dispatch, paper), range(workers)))


def _everything(host: Office, leader: Person, dispatch: Dispatch, paper: bytes) -> None:
    keys = SoftKeys(host.settings.keys, host.settings.key_passphrase)
    host.bench.run(arrival_stamp, ArrivalStamp(dispatch.letter.issuer, "1", dispatch.day))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "letter.pdf"
        path.write_bytes(paper)
        pen = Pen(*keys.leader(leader.id))
        path.write_bytes(host.bench.run(sign_file, str(path), pen, leader.name, None, keys.seal_mm()).pdf)
        sealed = host.bench.run(seal_file, str(path), Pen(*keys.agency()), NumberAndDate("1", "1", "1"))
        path.write_bytes(sealed.pdf)
        host.bench.run(validate_file, str(path), str(keys.trust))
