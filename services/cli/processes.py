"""`vanthu work`, `relay`, `topology`, `migrate`, `tell-again`: the deployed host's processes, and its servers' care."""

import os
import sys
import time
from argparse import ArgumentParser, Namespace
from typing import Any

from services.backends.settings import SERVICES, Settings, deployed
from services.cli.output import Output
from services.cli.words import between, word
from services.embedded import opened

_MOST_HOURS = 1_000
"""Far less than a service remembers what it has heard."""


def add(words: Any, shared: ArgumentParser) -> None:
    """Add the words."""
    for name, says, run in (
        ("work", "nhận tin của một dịch vụ từ hàng đợi và làm việc tương ứng", work),
        ("relay", "gửi tin của một dịch vụ lên hàng đợi, làm các việc thường xuyên của nó", relay),
    ):
        word(words, shared, name, says, run).add_argument("service", choices=SERVICES, help="tên dịch vụ")
    word(words, shared, "topology", "lập hàng đợi và người dùng trên máy chủ tin; chạy lại không đổi gì", topology)
    word(words, shared, "migrate", "lập hoặc nâng cấp cơ sở dữ liệu của mọi dịch vụ", migrate)
    says = "gửi lại mọi tin của số giờ qua, khi máy chủ tin đã mất dữ liệu; ai nghe rồi thì bỏ qua"
    again = word(words, shared, "tell-again", says, tell_again)
    again.add_argument(
        "--hours", type=between(1, _MOST_HOURS), required=True, metavar="SỐ", help="tính cả lúc trước khi mất dữ liệu"
    )


def work(asked: Namespace, settings: Settings, _out: Output) -> int:
    """Become the worker of one service: a new interpreter, since its threads must be green from the first import on."""
    deployed(settings)
    os.execv(sys.executable, [sys.executable, "-m", "services.deployed.work", asked.service])  # noqa: S606 - our own


def relay(asked: Namespace, settings: Settings, _out: Output) -> int:
    """Send one service's facts and do its regular work until told to stop."""
    from services.deployed.relay import run

    run(asked.service, deployed(settings))
    return 0


def topology(_asked: Namespace, settings: Settings, out: Output) -> int:
    """Prepare the broker."""
    from services.deployed.preparing import prepare_broker

    queues = prepare_broker(deployed(settings))
    out.result(f"Máy chủ tin sẵn sàng: {len(queues)} hàng đợi.", queues=queues)
    return 0


def migrate(_asked: Namespace, settings: Settings, out: Output) -> int:
    """Prepare the databases."""
    from services.deployed.preparing import prepare_databases

    services = prepare_databases(settings)
    out.result(f"Cơ sở dữ liệu sẵn sàng: {', '.join(services)}.", services=services)
    return 0


def tell_again(asked: Namespace, settings: Settings, out: Output) -> int:
    """Have the relays send once more what a broker may have lost."""
    from services.backends.bus.again import tell_again

    with opened(deployed(settings)) as office:
        since = time.time() - asked.hours * 3600
        count = sum(tell_again(endpoint, since) for endpoint in office.endpoints)
    out.result(f"Sẽ gửi lại {count} tin.", facts=count)
    return 0
