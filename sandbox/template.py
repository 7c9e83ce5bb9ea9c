"""Reads template.yaml, so that what stands on loopback has the properties of what would stand on AWS."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]
Doc = dict[str, Any]
TABLE, TOPIC, SUBSCRIPTION, FUNCTION, BUCKET = (
    "AWS::DynamoDB::Table",
    "AWS::SNS::Topic",
    "AWS::SNS::Subscription",
    "AWS::Serverless::Function",
    "AWS::S3::Bucket",
)
TABLE_KEYS = ("KeySchema", "AttributeDefinitions", "GlobalSecondaryIndexes", "BillingMode")


class _Loader(yaml.SafeLoader):
    """YAML with CloudFormation's tags: !Ref x becomes {"Ref": x}, any other {"Fn::Tag": x}."""


def _tag(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> Doc:
    value: Any
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        assert isinstance(node, yaml.MappingNode)
        value = loader.construct_mapping(node, deep=True)
    return {suffix if suffix in {"Ref", "Condition"} else f"Fn::{suffix}": value}


_Loader.add_multi_constructor("!", _tag)


class Template:
    """The template's resources by type, and which of them the function is told about."""

    def __init__(self, path: Path = ROOT / "template.yaml") -> None:
        self.document: Doc = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
        self.resources: Doc = self.document["Resources"]

    def of(self, kind: str) -> dict[str, Doc]:
        """Properties of every resource of a type, by logical name."""
        return {name: one.get("Properties", {}) for name, one in self.resources.items() if one["Type"] == kind}

    def table(self) -> tuple[str, Doc]:
        """The history table: its logical name and properties."""
        ((name, properties),) = self.of(TABLE).items()
        return name, properties

    def time_to_live(self) -> Doc | None:
        found: Doc | None = self.table()[1].get("TimeToLiveSpecification")
        return found

    def environment(self) -> Doc:
        """The function's variables, shared ones first; values may still be references."""
        shared: Doc = self.document.get("Globals", {}).get("Function", {})
        variables: Doc = dict(shared.get("Environment", {}).get("Variables", {}))
        for properties in self.of(FUNCTION).values():
            variables |= properties.get("Environment", {}).get("Variables", {})
        return variables

    def written(self, value: Any, stage: str, known: Mapping[str, str]) -> str | None:
        """A property's value as text: plain, !Ref or !Sub of what is known; None where it needs more than that."""
        if not isinstance(value, dict):
            return None if value is None else str(value)
        names = {"Stage": stage, **known}
        if "Ref" in value:
            return names.get(value["Ref"])
        text = value.get("Fn::Sub")
        if not isinstance(text, str):
            return None
        holes = re.findall(r"\$\{([^}]+)\}", text)
        if any(hole not in names for hole in holes):
            return None
        return re.sub(r"\$\{([^}]+)\}", lambda hole: names[hole[1]], text)

    def findings_topic(self) -> str:
        """The logical name of the topic that the function publishes to."""
        topics = self.of(TOPIC)
        told = str(self.environment().get("VIGIE_TOPIC_ARN", ""))
        named = [name for name in topics if re.search(rf"\b{name}\b", told)]
        return (named or [name for name in topics if "inding" in name] or list(topics))[0]
