"""template.yaml keeps its promises, and each promise can fail: a planted fault turns it red."""

from __future__ import annotations

import copy
import json
import re
import tomllib
from datetime import datetime

import pytest

from tests.house import template_mail_faults as mail_faults
from tests.house import template_mail_promises as mail
from tests.house import template_promises as promise
from tests.house import template_watch_promises as watch
from tests.house.template_faults import FAULTS as FIRST_FAULTS
from tests.house.template_faults import Plant, Promise
from tests.house.template_reading import ROOT, Template, read

ALL = promise.PROMISES + watch.PROMISES + mail.PROMISES
FAULTS = FIRST_FAULTS + mail_faults.FAULTS


@pytest.fixture(scope="module")
def template() -> Template:
    return Template(read())


@pytest.mark.parametrize("holds", ALL, ids=lambda p: p.__name__)
def test_the_template_keeps_its_promise(template: Template, holds: Promise) -> None:
    holds(template)


@pytest.mark.parametrize(("plant", "holds"), [f[1:] for f in FAULTS], ids=[f[0] for f in FAULTS])
def test_a_planted_fault_breaks_its_promise(template: Template, plant: Plant, holds: Promise) -> None:
    source = copy.deepcopy(template.source)
    plant(source)
    assert source != template.source
    with pytest.raises(AssertionError):
        holds(Template(source))


def test_every_promise_has_been_seen_to_fail() -> None:
    assert {f[2] for f in FAULTS} == set(ALL)


# ------------------------------------------------------------------------------------- what stands beside it
def test_a_default_obeys_its_own_rule(template: Template) -> None:
    for name, rule in template.source["Parameters"].items():
        if "Default" in rule:
            assert rule["Default"] in rule.get("AllowedValues", [rule["Default"]]), name
            assert re.fullmatch(rule.get("AllowedPattern", ".*"), str(rule["Default"])), name
        assert rule.get("Description"), name


@pytest.mark.parametrize("name", ["daily", "watch", "dry_run", "backfill"])
def test_an_event_says_only_what_the_contract_knows(name: str) -> None:
    event = json.loads((ROOT / "events" / f"{name}.json").read_text())
    assert set(event) <= {"run", "shops", "since", "until", "dry_run", "now"}
    assert event["run"] in ("daily", "watch")
    times = {k: datetime.fromisoformat(event[k]) for k in ("since", "until", "now") if k in event}
    assert all(event[k].endswith("Z") for k in times)
    if "since" in times and "until" in times:
        assert times["since"] < times["until"]
    assert isinstance(event.get("dry_run", False), bool)


def test_no_other_event_is_lying_about() -> None:
    names = {path.name for path in (ROOT / "events").iterdir()}
    # mail.json is SES's, for the other handler: tests/integration/test_mail_comes_in.py sends it.
    assert names == {"daily.json", "watch.json", "dry_run.json", "backfill.json", "mail.json"}


@pytest.mark.parametrize("stage", ["dev", "prod"])
def test_samconfig_deploys_what_the_template_knows(template: Template, stage: str) -> None:
    config = tomllib.loads((ROOT / "samconfig.toml").read_text())
    deploy = config[stage]["deploy"]["parameters"]
    assert deploy["resolve_s3"] is True
    assert "s3_bucket" not in deploy
    assert deploy["capabilities"] == "CAPABILITY_IAM"
    assert deploy["stack_name"] == f"vigie-{stage}"
    chosen = dict(pair.split("=", 1) for pair in deploy["parameter_overrides"])
    assert chosen["Stage"] == stage
    for name, value in chosen.items():
        rule = template.source["Parameters"][name]
        assert value in map(str, rule.get("AllowedValues", [value]))
        assert re.fullmatch(rule.get("AllowedPattern", ".*"), value)
    assert "AlertEmail" not in chosen, "somebody's address is in the repository"
