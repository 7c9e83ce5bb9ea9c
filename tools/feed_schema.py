"""docs/tpop-feed.schema.json: the feed contract as JSON Schema, from the model that reads it."""

from __future__ import annotations

import json

from sources.tpop import feed


def page() -> str:
    return json.dumps(feed.schema(), indent=2, ensure_ascii=False) + "\n"
