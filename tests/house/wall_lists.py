"""What the walls let through, name by name, and why. An exception that nobody needs any more turns a test red."""

from __future__ import annotations

# ------------------------------------------------------------------------------------------- 1 · core is pure
CORE_MAY_IMPORT = {
    "__future__": "annotations as text",
    "collections": "values",
    "dataclasses": "values",
    "datetime": "values; its clock is refused by name",
    "enum": "values",
    "functools": "plain functions",
    "itertools": "plain functions",
    "json": "text to values and back, in memory",
    "math": "plain functions",
    "operator": "plain functions",
    "re": "plain functions",
    "types": "values",
    "typing": "types",
    "unicodedata": "a table that comes with Python",
}
CLOCKS = frozenset(f"{kind}.{call}" for kind in ("datetime", "date") for call in ("now", "utcnow", "today"))
"""Time arrives as an argument."""
IMPURE_CALLS = frozenset({"open", "print", "input", "exec", "eval", "compile", "__import__", "globals", "breakpoint"})
CORE_EXCEPTIONS = {
    (
        "src/core/digest/__init__.py",
        "zoneinfo.ZoneInfo",
    ): "the default of compose's `zone`: names of zones come as policy"
}

# --------------------------------------------------------------------------------------- 2 · who imports whom
MAY_IMPORT = {
    "core": frozenset({"core"}),
    "sources": frozenset({"sources", "core"}),
    "sinks": frozenset({"sinks", "core"}),
    "handlers": frozenset({"handlers", "sources", "sinks", "core"}),
    "cli": frozenset({"cli", "sources", "sinks", "core"}),
    "sandbox": frozenset({"sandbox"}),
    "tools": frozenset({"tools", "sandbox", "core", "sources"}),
}
"""Tests may import everything. The sandbox knows nothing of the house: what it plays is not written by who is judged.
Tools make pages of the models: core's, and the feed that others write (in sources)."""
SHARED_DOORS = frozenset({"sources.http", "sources.address", "sources.waits", "sources.wire"})
"""What every platform's folder may import of sources/ besides itself."""
LATE_DOORS = frozenset({("sandbox/drive.py", "handlers.reconcile"), ("sandbox/channel_play.py", "handlers.receive")})
"""Where the sandbox takes the two real functions, one place for each, by name and inside a function."""

# ----------------------------------------------------------------------------------- 3 · I/O shows in the name
DOORS = frozenset({"pull.py", "http.py", "wire.py", "publish.py", "record.py", "settings.py", "wiring.py"})
DOOR_PATHS = ("src/handlers/reconcile.py", "src/handlers/receive.py", "src/cli/")
"""The two handlers that Lambda calls (receive.py moves files in the inbox bucket and logs: that is all it is for), and
the friend's commands."""
IO_LIBRARIES = (
    *("os", "pathlib", "shutil", "tempfile", "glob", "fileinput", "sqlite3", "subprocess", "multiprocessing"),
    *("socket", "ssl", "select", "selectors", "asyncio", "http.client", "http.server", "urllib.request"),
    *("ftplib", "smtplib", "imaplib", "poplib", "logging", "syslog", "urllib3", "requests", "httpx", "aiohttp"),
    *("boto3", "botocore", "s3transfer", "mypy_boto3", "aws_lambda_powertools"),
)
"""mypy_boto3_… too: who names a client's type is given a client, and talks to the network through it."""
IO_CALLS = frozenset({"open", "input", "print", "io.open", "os.getenv"})
IO_METHODS = frozenset({"read_text", "read_bytes", "write_text", "write_bytes", "urlopen"})
IO_EXCEPTIONS = {
    ("src/handlers/voice.py", "aws_lambda_powertools"): "the log and the metrics are this file's only reason",
    ("src/handlers/voice.py", "pathlib.PurePath"): "takes a path's text apart; touches no disk",
    ("src/sinks/listeners.py", "botocore.exceptions"): "tells SNS's refusals apart; makes no client",
    ("src/sinks/listeners.py", "mypy_boto3_sns"): "asks the topic who listens, with the client it is given",
}

# ------------------------------------------------------------------------------- 4 · a vendor's words stop there
VENDOR_WORDS = {
    "woocommerce": frozenset(
        {
            *("line_items", "meta_data", "date_created_gmt", "date_paid_gmt", "date_modified_gmt", "dates_are_gmt"),
            *("address_1", "address_2", "first_name", "last_name", "per_page", "rest_no_route"),
            *("consumer_key", "consumer_secret", "wc/v3", "on-hold", "processing", "completed"),
            *("checkout-draft", "auto-draft", "trash", "refunded"),
        }
    ),
    "shopify": frozenset(
        {
            *("lineItems", "displayFinancialStatus", "displayFulfillmentStatus", "currentQuantity"),
            *("unfulfilledQuantity", "customAttributes", "fulfillmentOrders", "refundLineItems", "restockType"),
            *("partially_refunded", "partially_paid", "countryCodeV2", "userErrors", "bulkOperationRunQuery"),
        }
    ),
    "etsy": frozenset({"receipt_id", "is_paid", "create_timestamp", "min_created", "was_canceled"}),
    "tpop": frozenset(
        {
            *("storniert", "geannuleerd", "annullato", "cancelado", "versandt", "spedito", "verzonden", "enviado"),
            *(
                "blockiert",
                "bloccato",
                "geblokkeerd",
                "bloqueado",
                "in bearbeitung",
                "in produktion",
                "en produccion",
            ),
        }
    ),
}
"""As a whole string or as an identifier; docstrings and comments may speak of them."""
VENDOR_EXCEPTIONS = {
    ("src/sources/shopify/words.py", "refunded"): "Shopify has the same word for it",
    ("src/core/policy.py", "processing"): "the default of `due_statuses`: a merchant's choice (CONTRACTS section 3)",
    ("src/core/policy.py", "completed"): "the default of `due_statuses`: a merchant's choice (CONTRACTS section 3)",
    ("src/core/drill.py", "processing"): "a word for the evidence of an order that does not exist",
}

# ------------------------------------------------------------------------------------ 5 · nothing happens at import
HARMLESS_CALLS = frozenset(
    {
        *("frozenset", "tuple", "dict", "list", "set", "object", "range", "dict.fromkeys", "str.maketrans"),
        *("dataclass", "field", "TypeVar", "NewType", "re.compile", "itemgetter", "attrgetter"),
        *("timedelta", "date", "time", "datetime", "Decimal"),
        *("TypeAdapter", "Field", "ConfigDict", "with_config", "AfterValidator", "BeforeValidator", "WithJsonSchema"),
        "model_validator",
    }
)
"""Constructors of plain values and of types. In core every other call is harmless too: wall 1 keeps it pure."""
HARMLESS_METHODS = frozenset({"items", "keys", "values", "split", "casefold", "join", "replace"})
"""Of text and dicts."""
HARMLESS_OWN = {
    ("src/handlers/parameters.py", "LinesParameter"): "a pydantic value, every field with its default",
    ("src/handlers/parameters.py", "PolicyParameter"): "a pydantic value, every field with its default",
    ("src/sources/woocommerce/mend.py", "shape.Address"): "a TypedDict: a dict with a name",
}
ENVIRONMENT_EXCEPTIONS = {
    "src/handlers/settings.py": "a default argument: the mapping itself, which is read when `read` is called"
}
REGISTERS = {"src/core/checks/__init__.py": ("CHECKS",)}
DISCOVERY = ("importlib", "pkgutil", "pkg_resources", "inspect")

# ------------------------------------------------------------------------------------ 6 · a file has one reason
EMPTY_NAMES = frozenset(
    {"util", "utils", "helper", "helpers", "common", "misc", "manager", "managers", "service", "services"}
)
LINES_MAX = 220
LONG_FILES: dict[str, tuple[int, str]] = {
    "src/core/diff.py": (320, "one finding's life, status by status: its rules lean on each other"),
    "src/core/match.py": (
        350,
        "one matching in progress: what is indexed, cleared, kept and called back is one state",
    ),
    "src/core/model.py": (
        360,
        "the nouns of orders, lists, mails and findings: one page, half of whose lines say what they mean",
    ),
    "src/core/ports.py": (
        240,
        "the protocols, and what passes through them: one page to read before writing an adapter",
    ),
    "src/sources/http.py": (400, "the one door: its rules are safe only together"),
}
"""path -> (how long it may be, why). It shrinks; nothing is added without a reason."""
