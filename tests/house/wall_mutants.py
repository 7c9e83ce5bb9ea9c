"""Small bad files, each with the wall that must catch it, and sound ones that no wall may touch."""

from __future__ import annotations

from tests.house import walls, walls_of_form
from tests.house.wall_reading import Source
from tests.house.walls import Wall

HEAD = '"""A made-up file for the walls."""\n'
CORE, WOO, TPOP = "src/core/thing.py", "src/sources/woocommerce/thing.py", "src/sources/tpop/thing.py"
SINK, HANDLER, DOOR = "src/sinks/thing.py", "src/handlers/thing.py", "src/sinks/publish.py"
SANDBOX, DRIVE, CHECKS = "sandbox/thing.py", "sandbox/drive.py", "src/core/checks/__init__.py"


def bad(wall: Wall, path: str, *lines: str) -> tuple[Wall, Source]:
    return wall, Source(path, HEAD + "\n".join(lines) + "\n")


MUTANTS: tuple[tuple[Wall, Source], ...] = (
    # 1 · core is pure
    bad(walls.core_is_pure, CORE, "import requests"),
    bad(walls.core_is_pure, CORE, "import logging"),
    bad(walls.core_is_pure, CORE, "import os"),
    bad(walls.core_is_pure, CORE, "import time"),
    bad(walls.core_is_pure, CORE, "import random"),
    bad(walls.core_is_pure, CORE, "from uuid import uuid4"),
    bad(walls.core_is_pure, CORE, "from pathlib import Path"),
    bad(walls.core_is_pure, CORE, "from zoneinfo import ZoneInfo"),
    bad(walls.core_is_pure, CORE, "from sinks.record import DynamoHistory"),
    bad(walls.core_is_pure, CORE, "def f():", "    import socket"),
    bad(walls.core_is_pure, CORE, "from datetime import datetime", "def f(): return datetime.now()"),
    bad(walls.core_is_pure, CORE, "import datetime", "def f(): return datetime.datetime.utcnow()"),
    bad(walls.core_is_pure, CORE, "from datetime import date", "def f(day=date.today): return day()"),
    bad(walls.core_is_pure, CORE, "def f(path): return open(path)"),
    bad(walls.core_is_pure, CORE, "def f(): print('seen')"),
    # 2 · who imports whom
    bad(walls.layers_hold, CORE, "from handlers.event import Asked"),
    bad(walls.layers_hold, WOO, "import handlers.settings"),
    bad(walls.layers_hold, WOO, "from sinks import rows"),
    bad(walls.layers_hold, SINK, "from sources import http"),
    bad(
        walls.layers_hold,
        SINK,
        "from typing import TYPE_CHECKING",
        "if TYPE_CHECKING:",
        "    from handlers import look",
    ),
    bad(walls.layers_hold, "src/cli/thing.py", "from handlers.settings import Shop"),
    bad(walls.layers_hold, HANDLER, "from sandbox.world import World"),
    bad(walls.layers_hold, HANDLER, "from tests.fakes import Fake"),
    bad(walls.layers_hold, CORE, "from .model import Case"),
    bad(walls.layers_hold, SANDBOX, "from core.model import Case"),
    bad(walls.layers_hold, SANDBOX, "from handlers.reconcile import lambda_handler"),
    bad(walls.layers_hold, "tools/thing.py", "from handlers.settings import Shop"),
    bad(walls.platforms_stay_apart, WOO, "from sources.tpop.words import STATUSES"),
    bad(walls.platforms_stay_apart, TPOP, "from sources.woocommerce import normalise"),
    bad(walls.platforms_stay_apart, "src/sources/http.py", "from sources.tpop import feed"),
    bad(
        walls.platforms_stay_apart,
        "src/sources/tpop/inbox/thing.py",
        "from sources.tpop.endpoint.pull import Endpoint",
    ),
    bad(
        walls.the_sandbox_stands_alone, SANDBOX, "import importlib", "def f(): importlib.import_module('core.match')"
    ),
    bad(walls.the_sandbox_stands_alone, DRIVE, "import importlib", "def f(): importlib.import_module('core.match')"),
    bad(walls.the_sandbox_stands_alone, DRIVE, "import importlib", "importlib.import_module('handlers.reconcile')"),
    bad(walls.the_sandbox_stands_alone, DRIVE, "def f(name): return __import__(name)"),
    # 3 · I/O shows in the name
    bad(walls.io_shows_in_the_name, WOO, "import requests"),
    bad(walls.io_shows_in_the_name, "src/sources/woocommerce/normalise.py", "from urllib3.util import Retry"),
    bad(walls.io_shows_in_the_name, SINK, "import boto3"),
    bad(walls.io_shows_in_the_name, SINK, "from botocore.exceptions import ClientError"),
    bad(walls.io_shows_in_the_name, SINK, "from mypy_boto3_dynamodb import DynamoDBClient"),
    bad(walls.io_shows_in_the_name, HANDLER, "import os"),
    bad(walls.io_shows_in_the_name, HANDLER, "import urllib.request"),
    bad(walls.io_shows_in_the_name, HANDLER, "def f(path): return open(path)"),
    bad(walls.io_shows_in_the_name, HANDLER, "def f(path): return path.read_text()"),
    bad(walls.io_shows_in_the_name, "src/handlers/voice.py", "from pathlib import Path"),
    bad(walls.what_runs_is_shipped, SINK, "from mypy_boto3_sns import SNSClient"),
    bad(walls.what_runs_is_shipped, HANDLER, "import yaml"),
    # 4 · a vendor's words
    bad(walls_of_form.vendor_words_stop, CORE, "def f(row): return row['line_items']"),
    bad(walls_of_form.vendor_words_stop, HANDLER, "def f(order): return order.date_created_gmt"),
    bad(walls_of_form.vendor_words_stop, TPOP, "WORD = 'on-hold'"),
    bad(walls_of_form.vendor_words_stop, CORE, "def f(order): return order.status == 'completed'"),
    bad(walls_of_form.vendor_words_stop, WOO, "WORD = 'storniert'"),
    bad(walls_of_form.vendor_words_stop, HANDLER, "def f(): return g(receipt_id=1)"),
    # 5 · nothing at import, registers written out
    bad(walls_of_form.nothing_happens_at_import, DOOR, "import boto3", "SNS = boto3.client('sns')"),
    bad(walls_of_form.nothing_happens_at_import, DOOR, "import boto3", "def f(client=boto3.client('sns')): ..."),
    bad(walls_of_form.nothing_happens_at_import, DOOR, "import boto3", "class P:", "    client = boto3.Session()"),
    bad(walls_of_form.nothing_happens_at_import, HANDLER, "import os", "STAGE = os.environ['VIGIE_STAGE']"),
    bad(walls_of_form.nothing_happens_at_import, HANDLER, "import os", "STAGE = os.environ.get('VIGIE_STAGE')"),
    bad(walls_of_form.nothing_happens_at_import, HANDLER, "from os import environ", "STAGE = environ['VIGIE_STAGE']"),
    bad(walls_of_form.nothing_happens_at_import, HANDLER, "WORDS = open('words.json').read()"),
    bad(walls_of_form.nothing_happens_at_import, CORE, "WORDS = open('words.json').read()"),
    bad(walls_of_form.nothing_happens_at_import, HANDLER, "import gc", "gc.disable()"),
    bad(walls_of_form.nothing_happens_at_import, HANDLER, "for name in ('a', 'b'): print(name)"),
    bad(walls_of_form.nothing_happens_at_import, HANDLER, "@registered('daily')", "def f(): ..."),
    bad(walls_of_form.registers_are_literal, HANDLER, "import pkgutil"),
    bad(walls_of_form.registers_are_literal, HANDLER, "from importlib import import_module"),
    bad(walls_of_form.registers_are_literal, CORE, "def f(): return Check.__subclasses__()"),
    bad(walls_of_form.registers_are_literal, CORE, "def f(): return globals()"),
    bad(walls_of_form.registers_are_literal, CHECKS, "CHECKS = tuple(find())"),
    bad(walls_of_form.registers_are_literal, CHECKS, "CHECKS = (*FIRST, *SECOND)"),
    bad(walls_of_form.registers_are_literal, CHECKS, "CHECKS = (make('a'), make('b'))"),
    bad(walls_of_form.registers_are_literal, CHECKS, "OTHER = ()"),
    # 6 · one reason, told in the first line
    (walls_of_form.a_docstring_comes_first, Source(CORE, "import re\n")),
    (walls_of_form.a_docstring_comes_first, Source(CORE, '\n\n"""Too late to be read first."""\n')),
    (walls_of_form.a_docstring_comes_first, Source(CORE, "")),
    (walls_of_form.a_docstring_comes_first, Source(CORE, '"""Things."""\n')),
    (walls_of_form.files_are_short, Source(CORE, "#\n" * 221)),
    (walls_of_form.files_are_short, Source(SANDBOX, "#\n" * 221)),
    (walls_of_form.names_say_something, Source("src/core/utils.py", HEAD)),
    (walls_of_form.names_say_something, Source("src/core/order_helpers.py", HEAD)),
    (walls_of_form.names_say_something, Source("src/common/match.py", HEAD)),
    (walls_of_form.names_say_something, Source("src/handlers/run_manager.py", HEAD)),
    (walls_of_form.names_say_something, Source("sandbox/service.py", HEAD)),
)

SOUND: tuple[Source, ...] = (
    Source(
        CORE,
        HEAD + "from datetime import datetime, timedelta\nfrom core.model import Case\n"
        "DAY = timedelta(days=1)\nPLAIN = made(DAY)\n"
        "def f(case: Case, say, now: datetime): return say.now - now, case.open(now)\n",
    ),
    Source(
        WOO,
        HEAD + "from pydantic import TypeAdapter\nfrom sources import address\nfrom sources.http import Door\n"
        "from sources.woocommerce import shape\nPAGE = TypeAdapter(list[shape.Order])\nWORD = 'on-hold'\n",
    ),
    Source(
        "src/sources/tpop/endpoint/thing.py", HEAD + "from sources.tpop import feed\nfrom sources.http import Door\n"
    ),
    Source(
        DOOR,
        HEAD + "from typing import TYPE_CHECKING\nimport boto3\nif TYPE_CHECKING:\n"
        "    from mypy_boto3_sns import SNSClient\ndef made(): return boto3.client('sns')\n",
    ),
    Source(
        HANDLER,
        HEAD + "from dataclasses import dataclass, field\nfrom sinks.record import DynamoHistory\n"
        "@dataclass(frozen=True)\nclass Reading:\n    sights: list = field(default_factory=list)\n",
    ),
    Source("src/cli/thing.py", HEAD + "from pathlib import Path\ndef f(path): return Path(path).read_text()\n"),
    Source(DRIVE, HEAD + "import importlib\ndef f(): return importlib.import_module('handlers.reconcile')\n"),
    Source(CHECKS, HEAD + "from core.checks import missing_line\nCHECKS = (missing_line.CHECK,)\n"),
)
