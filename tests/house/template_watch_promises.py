"""What template.yaml promises of those who are told and of the alarms (DESIGN section 8), one function a promise."""

from __future__ import annotations

import json
import re
from typing import Any

from tests.house.template_reading import ROOT, Template, spoken

VIGIE_METRICS = {"Heartbeat", "SourceFailures", "ShopsFailed", "FindingsOpened", "MessagesSent", "NoSubscriber"}
AWS_METRICS = {
    "AWS/Lambda": ({"Errors", "Duration"}, {"FunctionName"}),
    "AWS/SQS": ({"ApproximateNumberOfMessagesVisible"}, {"QueueName"}),
}
ALARMS = {
    "watch-missing",
    "daily-missing",
    "run-failed",
    "source-failing",
    "on-failure-queue-not-empty",
    "slow-run",
    "no-confirmed-subscriber",
    "mail-failed",
}


def topics_are_two_and_reachable(t: Template) -> None:
    topics = t.of_type("AWS::SNS::Topic")
    assert set(topics) == {"FindingsTopic", "AlarmsTopic"}
    assert topics["FindingsTopic"]["Properties"].get("KmsMasterKeyId") == "alias/aws/sns"
    own = topics["AlarmsTopic"]["Properties"].get("KmsMasterKeyId", "none")
    assert "alias/aws/" not in str(own), "CloudWatch may not use AWS's own key: every alarm would be lost in silence"
    (policy,) = t.of_type("AWS::SNS::TopicPolicy").values()
    assert policy["Properties"]["Topics"] == [{"Ref": "AlarmsTopic"}]
    (statement,) = policy["Properties"]["PolicyDocument"]["Statement"]
    assert (statement["Principal"], statement["Action"]) == ({"Service": "cloudwatch.amazonaws.com"}, "sns:Publish")
    assert statement.get("Condition") == {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}
    subscribed = {
        (spoken(s["Properties"]["TopicArn"]), s["Properties"]["Protocol"])
        for s in t.of_type("AWS::SNS::Subscription").values()
    }
    assert subscribed == {("FindingsTopic", "email"), ("FindingsTopic", "sms"), ("AlarmsTopic", "email")}


def sms_only_for_those_that_say_so(t: Template) -> None:
    subscription = t.the("FindingsBySms")
    assert subscription.get("Condition") == "HasPhone"
    p = subscription["Properties"]
    assert p.get("FilterPolicy") == {"sms": ["yes"]}
    assert p.get("FilterPolicyScope", "MessageAttributes") == "MessageAttributes"
    name = t.the("FindingsTopic")["Properties"].get("DisplayName")
    without = {"Fn::If": ["HasPhone", {"Ref": "AWS::NoValue"}, "Vigie"]}
    assert name in (None, without), "SNS writes it before each SMS: a full one would become two"
    pattern = t.source["Parameters"]["AlertPhone"].get("AllowedPattern", "")
    assert all(re.fullmatch(pattern, text) for text in ("", "+33600000000"))
    assert not any(re.fullmatch(pattern, text) for text in ("0600000000", "+0600000000", "33600000000"))


def metric_is_emitted(namespace: str, metric: str, dimensions: dict[str, Any]) -> None:
    if namespace == "Vigie":
        assert metric in VIGIE_METRICS, f"nobody emits {metric}"
        run = dimensions.get("Run")
        assert dimensions == {"service": "vigie", "Stage": dimensions.get("Stage"), "Run": run}
        assert dimensions["Stage"] in ({"Ref": "Stage"}, "${Stage}")
        assert run in ("daily", "watch")
        return
    assert namespace in AWS_METRICS, f"unknown namespace {namespace}"
    metrics, names = AWS_METRICS[namespace]
    assert metric in metrics
    assert set(dimensions) == names


def alarms_are_eight_and_heard(t: Template) -> None:
    found = set()
    for name, alarm in t.of_type("AWS::CloudWatch::Alarm").items():
        p = alarm["Properties"]
        heading = re.search(r"docs/runbook\.md#([a-z-]+)$", str(p.get("AlarmDescription")))
        assert heading, f"{name} does not say what to read"
        found.add(heading[1])
        assert p.get("AlarmName") == {"Fn::Sub": f"vigie-${{Stage}}-{heading[1]}"}
        assert p.get("AlarmActions") == [{"Ref": "AlarmsTopic"}], f"nobody hears {name}"
        dimensions = {d["Name"]: d["Value"] for d in p["Dimensions"]}
        metric_is_emitted(p["Namespace"], p["MetricName"], dimensions)
        lookback_is_allowed(t, p["Period"], p["EvaluationPeriods"])
        assert "Metrics" not in p, "metric math: the local engine cannot deploy it"
    assert found == ALARMS


def lookback_is_allowed(t: Template, period: int, periods: Any) -> None:
    limit = 7 * 86400 if period >= 3600 else 86400
    most = max(t.possible(periods).values())
    assert period * most <= limit, "CloudWatch looks back a day at most, seven with periods of an hour or more"


def silence_is_an_alarm(t: Template) -> None:
    for name, run, hours in (("WatchMissingAlarm", "watch", 3), ("DailyMissingAlarm", "daily", 26)):
        p = t.the(name)["Properties"]
        assert p.get("TreatMissingData") == "breaching"
        assert (p.get("ComparisonOperator"), p.get("Threshold")) == ("LessThanThreshold", 1)
        assert (p.get("MetricName"), p.get("Statistic")) == ("Heartbeat", "Sum")
        assert {d["Name"]: d["Value"] for d in p["Dimensions"]}.get("Run") == run
        assert p.get("EvaluationPeriods") == p.get("DatapointsToAlarm"), "one heartbeat is enough"
        parameter = f"{run.capitalize()}MissingAfterHours"
        assert t.parameter(parameter) == hours
        for asked, periods in t.possible(p["EvaluationPeriods"]).items():
            assert periods * p["Period"] == asked * 3600, f"{parameter} {asked} is not {asked} hours"


def alarms_watch(t: Template) -> None:
    for name, metric, threshold, most in (
        ("RunFailedAlarm", "Errors", 1, 1),
        ("SourceFailingAlarm", "SourceFailures", 1, 2),
        ("OnFailureQueueAlarm", "ApproximateNumberOfMessagesVisible", 1, 1),
        ("SlowRunAlarm", "Duration", 600_000, 1),
        ("NoSubscriberAlarm", "NoSubscriber", 1, 2),
        ("MailFailedAlarm", "Errors", 1, 1),
    ):
        p = t.the(name)["Properties"]
        assert (p.get("MetricName"), p.get("Threshold"), p.get("DatapointsToAlarm")) == (metric, threshold, most)
        assert str(p.get("ComparisonOperator")).startswith("GreaterThan")
        assert p.get("TreatMissingData") == "notBreaching"


def runbook_has_every_heading(t: Template) -> None:
    headings = re.findall(r"^#+ (.+)$", (ROOT / "docs" / "runbook.md").read_text(), re.MULTILINE)
    anchors = {re.sub(r"[^a-z0-9 -]", "", h.lower()).replace(" ", "-") for h in headings}
    for name, alarm in t.of_type("AWS::CloudWatch::Alarm").items():
        anchor = str(alarm["Properties"].get("AlarmDescription")).rpartition("#")[2]
        assert anchor in anchors, f"{name} sends people to a heading that docs/runbook.md has not got: {anchor}"


def dashboard_shows_what_is_emitted(t: Template) -> None:
    for domain in ("", "vigie.boutique.example"):
        stands = t.standing(MailDomain=domain)["Resources"]
        text, more = stands["Dashboard"]["Properties"]["DashboardBody"]["Fn::Sub"]
        for name, value in more.items():
            text = text.replace(f"${{{name}}}", spoken(value))
        try:
            body = json.loads(text)
        except json.JSONDecodeError as error:
            raise AssertionError(f"the dashboard is not JSON: {error}") from error
        widgets = [w["properties"] for w in body["widgets"]]
        shown = [arn for w in widgets for arn in w.get("alarms", [])]
        alarms = [name for name, one in stands.items() if one["Type"] == "AWS::CloudWatch::Alarm"]
        assert sorted(shown) == sorted(f"${{{name}.Arn}}" for name in alarms), (
            "alarms that stand are shown, no others"
        )
    drawn = [m for w in widgets for m in w.get("metrics", [])]
    for namespace, metric, *rest in drawn:
        names = [x for x in rest if isinstance(x, str)]
        metric_is_emitted(namespace, metric, dict(zip(names[::2], names[1::2], strict=True)))
    assert {m[1] for m in drawn if m[0] == "Vigie"} == VIGIE_METRICS


PROMISES = (
    topics_are_two_and_reachable,
    sms_only_for_those_that_say_so,
    alarms_are_eight_and_heard,
    silence_is_an_alarm,
    alarms_watch,
    runbook_has_every_heading,
    dashboard_shows_what_is_emitted,
)
