"""What SNS was given, and what each kind of subscriber got of it: read back from moto, in the same process."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.sns.models import sns_backends


@dataclass(frozen=True, slots=True)
class Message:
    """One published message, as each kind of subscriber got it. None: the filter held it back."""

    topic: str
    subject: str | None
    attributes: dict[str, Any]
    email: str | None
    sms: str | None
    texts: dict[str, str] = field(repr=False)
    """The message as published, by protocol."""

    @property
    def machine(self) -> dict[str, Any]:
        """The `default` text, for machines."""
        body: dict[str, Any] = json.loads(self.texts["default"])
        return body


def sent(topic: str, region: str) -> list[Message]:
    """Every message of a topic, first one first."""
    backend = sns_backends[DEFAULT_ACCOUNT_ID][region]
    subscriptions = [one for one in backend.subscriptions.values() if one.topic_arn == topic]
    found = []
    for _, body, subject, given, _ in backend.topics[topic].sent_notifications:
        texts = _texts(body)
        attributes = {name: _value(attribute) for name, attribute in (given or {}).items()}
        got = {
            one.protocol: texts.get(one.protocol, texts["default"])
            for one in subscriptions
            if _passes(json.loads(one.attributes.get("FilterPolicy") or "{}"), attributes)
        }
        found.append(Message(topic, subject, attributes, got.get("email"), got.get("sms"), texts))
    return found


def _texts(body: str) -> dict[str, str]:
    try:
        texts = json.loads(body)
    except ValueError:
        texts = None
    return texts if isinstance(texts, dict) and "default" in texts else {"default": body}


def _value(attribute: dict[str, Any]) -> Any:
    return json.loads(attribute["Value"]) if attribute["Type"] == "String.Array" else attribute["Value"]


def _passes(policy: dict[str, list[str]], attributes: dict[str, Any]) -> bool:
    """SNS's filter, as far as plain words go: every named attribute has one of the wanted values."""
    for name, wanted in policy.items():
        held = attributes.get(name)
        if not set(wanted) & set(held if isinstance(held, list) else [held]):
            return False
    return True
