"""`vanthu api`: the desks and the interface, in one process or several, with nothing that works behind them."""

import os
from argparse import ArgumentParser, Namespace
from typing import Any

import uvicorn
from uvicorn.supervisors import Multiprocess

from services.backends.settings import SERVICES, Settings, deployed, keyed
from services.backends.telemetry_together import counting_together
from services.cli.listening import bound, configured
from services.cli.output import Output
from services.cli.words import word


def add(words: Any, shared: ArgumentParser) -> None:
    """Add the word."""
    front = word(words, shared, "api", "mở các bàn làm việc và giao diện HTTP, không kèm việc phía sau", api)
    front.add_argument("service", nargs="*", help=f"chỉ các dịch vụ này trong {', '.join(SERVICES)}; bỏ trống: tất cả")
    front.add_argument("--processes", type=int, default=1, metavar="SỐ", help="số tiến trình cùng phục vụ một cổng")


def api(asked: Namespace, settings: Settings, out: Output) -> int:
    """Serve until told to stop; what is in hand is finished first. Unavailable `port-taken` when it cannot listen."""
    keyed(deployed(settings))
    if asked.service:
        os.environ["VANTHU_ONLY"] = ",".join(asked.service)
        Settings.read()
    with bound(settings) as listener:
        config = configured("services.deployed.front:application", factory=True, workers=asked.processes)
        address = f"http://{settings.host}:{settings.port}"
        out.result(f"Các bàn làm việc mở tại {address}", address=address)
        if asked.processes > 1:
            with counting_together():
                Multiprocess(config, [listener]).run()
        else:
            uvicorn.Server(config).run(sockets=[listener])
    return 0
