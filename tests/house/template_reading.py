"""Reads template.yaml, translates it as AWS would (offline) and lints it: what test_template.py stands on."""

from __future__ import annotations

import copy
import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from unittest.mock import patch

import cfnlint.decode.cfn_yaml
from cfnlint.api import lint
from cfnlint.config import ManualArgs
from samtranslator.public.exceptions import InvalidDocumentException
from samtranslator.translator.transform import transform

ROOT = Path(__file__).resolve().parents[2]
REGION = "eu-west-3"
STAGE = "dev"


class NoManagedPolicies:
    """SAM asks IAM for the list of managed policies; the template names none, so an empty list is the truth."""

    def load(self) -> dict[str, str]:
        return {}


def plain(node: Any) -> Any:
    """cfn-lint's dicts and strings remember their line; samtranslator and json want plain ones."""
    if isinstance(node, Mapping):
        return {str(key): plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [plain(value) for value in node]
    return str(node) if isinstance(node, str) else node


def read(path: Path = ROOT / "template.yaml") -> dict[str, Any]:
    """The template with its short forms (!Ref, !Sub, ...) spelt out."""
    document: dict[str, Any] = plain(cfnlint.decode.cfn_yaml.load(str(path)))
    return document


def spoken(node: Any) -> str:
    """A Ref, GetAtt or Sub as one short text."""
    if isinstance(node, dict):
        ((kind, value),) = node.items()
        return ".".join(value) if kind == "Fn::GetAtt" and isinstance(value, list) else str(value)
    return str(node)


def lint_text(document: Mapping[str, Any]) -> list[str]:
    found = lint(json.dumps(document), regions=[REGION], config=ManualArgs(regions=[REGION]))
    return [f"{match.rule.id} {match.message} at {'/'.join(map(str, match.path or []))}" for match in found]


@dataclass(frozen=True)
class Template:
    """The source as written, and (asked for once) as CloudFormation receives it."""

    source: dict[str, Any]

    @cached_property
    def translated(self) -> dict[str, Any]:
        document = copy.deepcopy(self.source)
        for resource in document["Resources"].values():
            if resource["Type"] == "AWS::Serverless::Function":
                # `sam package` would put an address here; translation refuses a folder.
                resource["Properties"]["CodeUri"] = "s3://somewhere/code.zip"
        try:
            # SAM takes the region from the environment, and from nowhere else.
            with patch.dict(os.environ, {"AWS_DEFAULT_REGION": REGION}):
                answer: dict[str, Any] = transform(document, {}, NoManagedPolicies())
        except InvalidDocumentException as error:
            raise AssertionError(f"SAM cannot translate the template: {error}") from error
        return plain(answer)  # type: ignore[no-any-return]

    def parameter(self, name: str) -> Any:
        return self.source["Parameters"][name].get("Default")

    def of_type(self, kind: str) -> dict[str, dict[str, Any]]:
        """Resources of a type, as CloudFormation receives them."""
        return {name: r for name, r in self.translated["Resources"].items() if r["Type"] == kind}

    def the(self, name: str) -> dict[str, Any]:
        """One resource as CloudFormation receives it, by its name in the template."""
        assert name in self.translated["Resources"], f"the template has no {name}"
        resource: dict[str, Any] = self.translated["Resources"][name]
        return resource

    def value(self, node: Any) -> Any:
        """What a Ref to a parameter or a simple Sub comes to with the defaults; anything else as it stands."""
        if isinstance(node, dict) and set(node) == {"Ref"} and node["Ref"] in self.source["Parameters"]:
            return self.parameter(node["Ref"])
        if isinstance(node, dict) and set(node) == {"Fn::Sub"} and isinstance(node["Fn::Sub"], str):
            return re.sub(r"\$\{Stage\}", STAGE, node["Fn::Sub"])
        return node

    def standing(self, **parameters: Any) -> dict[str, Any]:
        """What stands with these parameters and else the defaults: conditions decided, nothing of them left."""
        document = copy.deepcopy(self.translated)
        values = {
            name: parameters.get(name, rule.get("Default", "")) for name, rule in document["Parameters"].items()
        }
        conditions = document.pop("Conditions", {})

        def decided(node: Any) -> Any:
            if isinstance(node, dict) and set(node) == {"Ref"}:
                return values[node["Ref"]]
            if isinstance(node, dict):
                ((kind, inner),) = node.items()
                parts = [decided(one) for one in inner]
                if kind == "Fn::Join":
                    return parts[0].join(parts[1] if isinstance(parts[1], list) else [parts[1]])
                return {"Fn::Not": lambda: not parts[0], "Fn::Equals": lambda: parts[0] == parts[1]}[kind]()
            return node

        holds = {name: bool(decided(node)) for name, node in conditions.items()}
        gone = {"Ref": "AWS::NoValue"}

        def resolved(node: Any) -> Any:
            if isinstance(node, dict) and set(node) == {"Fn::If"}:
                name, yes, no = node["Fn::If"]
                return resolved(yes if holds[name] else no)
            if isinstance(node, dict):
                return {key: value for key, one in node.items() if (value := resolved(one)) != gone}
            if isinstance(node, list):
                return [value for one in node if (value := resolved(one)) != gone]
            return node

        for section in ("Resources", "Outputs"):
            document[section] = {
                name: {key: resolved(value) for key, value in one.items() if key != "Condition"}
                for name, one in document[section].items()
                if holds.get(one.get("Condition"), True)
            }
        return document

    def possible(self, node: Any) -> dict[int, int]:
        """What a number may come to: each value its parameter allows (or its two ends), and the number that makes."""
        if isinstance(node, int):
            return {node: node}
        ((kind, inner),) = node.items()
        name = inner if kind == "Ref" else inner[1]["Ref"]
        rule = self.source["Parameters"][name]
        allowed = rule.get("AllowedValues") or [rule["MinValue"], rule["MaxValue"]]
        if kind == "Ref":
            return {int(value): int(value) for value in allowed}
        rows = self.source["Mappings"][inner[0]]
        assert set(rows) == {str(value) for value in allowed}, f"{name} and the mapping {inner[0]} differ"
        return {int(value): int(rows[str(value)][inner[2]]) for value in allowed}

    def statements(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Every statement that gives a role of this stack something, with the name of the resource it stands in."""
        for name, resource in self.translated["Resources"].items():
            properties = resource.get("Properties", {})
            documents = [p["PolicyDocument"] for p in properties.get("Policies", [])]
            if resource["Type"] in ("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy"):
                documents.append(properties["PolicyDocument"])
            for document in documents:
                for statement in document["Statement"]:
                    yield name, statement
