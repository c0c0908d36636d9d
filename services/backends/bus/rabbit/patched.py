"""Import this before anything else in a process that hosts nameko: from then on its threads are green."""

import os
import warnings

# Read by psycopg when it is imported: its other ways of waiting hold up every thread of the process.
os.environ["PSYCOPG_WAIT_FUNC"] = "wait_selector"

with warnings.catch_warnings():
    # Known and decided: docs/decisions/0011-facts-over-rabbitmq.md.
    warnings.simplefilter("ignore")
    import eventlet

eventlet.monkey_patch()

from services.backends.bus.rabbit import waiting  # noqa: E402 - what it imports must find everything patched

waiting.install()
