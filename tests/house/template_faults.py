"""Faults to plant in a copy of template.yaml, each with the promise that must notice it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.house import template_promises as promise
from tests.house import template_watch_promises as watch
from tests.house.template_reading import Template

Source = dict[str, Any]
Plant = Callable[[Source], None]
Promise = Callable[[Template], None]


def at(source: Source, path: str) -> tuple[Any, Any]:
    """The parent and the last step of Resources/a/b/0/c (or Parameters/..., when it says so)."""
    steps = path.split("/")
    node = source if steps[0] in source else source["Resources"]
    for step in steps[:-1]:
        node = node[int(step)] if isinstance(node, list) else node[step]
    return node, int(steps[-1]) if isinstance(node, list) else steps[-1]


def put(path: str, value: Any) -> Plant:
    def plant(source: Source) -> None:
        parent, last = at(source, path)
        parent[last] = value

    return plant


def drop(path: str) -> Plant:
    def plant(source: Source) -> None:
        parent, last = at(source, path)
        del parent[last]

    return plant


def edit(path: str, old: str, new: str) -> Plant:
    def plant(source: Source) -> None:
        parent, last = at(source, path)
        assert old in parent[last], "the fault would change nothing"
        parent[last] = parent[last].replace(old, new)

    return plant


def statement(sid: str, key: str, value: Any, role: str = "FunctionRole") -> Plant:
    def plant(source: Source) -> None:
        policy = source["Resources"][role]["Properties"]["Policies"][0]["PolicyDocument"]
        (found,) = [s for s in policy["Statement"] if s["Sid"] == sid]
        found[key] = value

    return plant


FUNCTION, HISTORY, INBOX = "Function/Properties", "HistoryTable/Properties", "InboxBucket/Properties"
DAILY, WATCH = f"{FUNCTION}/Events/Daily/Properties", f"{FUNCTION}/Events/Watch/Properties"
FAULTS: list[tuple[str, Plant, Promise]] = [
    # found only once the template is translated and linted as CloudFormation receives it
    ("timeout 1000", put(f"{FUNCTION}/Timeout", 1000), promise.lints_clean),
    ("GetAtt typo", put(f"{FUNCTION}/Role", {"Fn::GetAtt": ["FunctionRole", "Arm"]}), promise.lints_clean),
    ("Ref to nothing", put(f"{FUNCTION}/Environment/Variables/VIGIE_TABLE", {"Ref": "Tabel"}), promise.lints_clean),
    ("misspelt property", put(f"{HISTORY}/TimeToLive", {"Enabled": True}), promise.lints_clean),
    ("retired runtime", put("Parameters/PythonRuntime/Default", "python3.8"), promise.lints_clean),
    ("unknown event type", put(f"{FUNCTION}/Events/Daily/Type", "ScheduleV3"), promise.lints_clean),
    # the function
    ("timeout shortened", put(f"{FUNCTION}/Timeout", 60), promise.function_is_small_and_plain),
    ("handler moved", put(f"{FUNCTION}/Handler", "app.handler"), promise.function_is_small_and_plain),
    (
        "reserved concurrency",
        put(f"{FUNCTION}/ReservedConcurrentExecutions", 1),
        promise.function_is_small_and_plain,
    ),
    ("tracing on", put(f"{FUNCTION}/Tracing", "Active"), promise.function_is_small_and_plain),
    (
        "a variable forgotten",
        drop(f"{FUNCTION}/Environment/Variables/VIGIE_STAGE"),
        promise.function_is_small_and_plain,
    ),
    ("logs for ever", drop("FunctionLogs/Properties/RetentionInDays"), promise.logs_are_json_and_end),
    ("logs as text", put(f"{FUNCTION}/LoggingConfig/LogFormat", "Text"), promise.logs_are_json_and_end),
    # the schedules
    ("Pariss", put("Parameters/TimeZone/Default", "Europe/Pariss"), promise.schedules_are_two_and_valid),
    ("zone forgotten", drop(f"{DAILY}/ScheduleExpressionTimezone"), promise.schedules_are_two_and_valid),
    (
        "rate(5 minute)",
        put("Parameters/WatchSchedule/Default", "rate(5 minute)"),
        promise.schedules_are_two_and_valid,
    ),
    (
        "five cron fields",
        put("Parameters/DailySchedule/Default", "cron(0 8 * * *)"),
        promise.schedules_are_two_and_valid,
    ),
    ("every day", put("Parameters/DailySchedule/Default", "every day"), promise.schedules_are_two_and_valid),
    ("any expression", put("Parameters/DailySchedule/AllowedPattern", ".*"), promise.schedules_are_two_and_valid),
    ("inputs swapped", put(f"{WATCH}/Input", '{"run": "daily"}'), promise.schedules_are_two_and_valid),
    ("no retry policy", drop(f"{WATCH}/RetryPolicy"), promise.schedules_are_two_and_valid),
    ("no watch", drop(f"{FUNCTION}/Events/Watch"), promise.schedules_are_two_and_valid),
    # failures, inbox, history
    ("failures forgotten", drop(f"{FUNCTION}/EventInvokeConfig/DestinationConfig"), promise.failures_are_kept),
    (
        "public bucket",
        put(f"{INBOX}/PublicAccessBlockConfiguration/BlockPublicPolicy", False),
        promise.inbox_is_private,
    ),
    ("files for ever", drop(f"{INBOX}/LifecycleConfiguration/Rules/0/ExpirationInDays"), promise.inbox_is_private),
    (
        "old versions for ever",
        drop(f"{INBOX}/LifecycleConfiguration/Rules/0/NoncurrentVersionExpiration"),
        promise.inbox_is_private,
    ),
    (
        "plain http",
        drop("InboxBucketPolicy/Properties/PolicyDocument/Statement/0/Condition"),
        promise.inbox_is_private,
    ),
    ("no TTL", drop(f"{HISTORY}/TimeToLiveSpecification"), promise.history_is_as_contracted),
    (
        "TTL on another attribute",
        put(f"{HISTORY}/TimeToLiveSpecification/AttributeName", "ttl"),
        promise.history_is_as_contracted,
    ),
    ("no recovery", drop(f"{HISTORY}/PointInTimeRecoverySpecification"), promise.history_is_as_contracted),
    ("deleted with the stack", drop("HistoryTable/DeletionPolicy"), promise.history_is_as_contracted),
    ("lost when replaced", put("HistoryTable/UpdateReplacePolicy", "Delete"), promise.history_is_as_contracted),
    (
        "index key renamed",
        put(f"{HISTORY}/GlobalSecondaryIndexes/0/KeySchema/1/AttributeName", "item"),
        promise.history_is_as_contracted,
    ),
    ("keys swapped", put(f"{HISTORY}/KeySchema/0/AttributeName", "item"), promise.history_is_as_contracted),
    # what it may do
    ("wildcard verb", statement("QueryHistory", "Action", "dynamodb:*"), promise.nobody_may_more_than_needed),
    (
        "two verbs in one",
        statement("ReadInbox", "Action", ["s3:GetObject", "s3:PutObject"]),
        promise.nobody_may_more_than_needed,
    ),
    ("any topic", statement("TellTheMerchant", "Resource", "*"), promise.nobody_may_more_than_needed),
    (
        "may rewrite a shop's keys",
        statement(
            "KeepRotatedTokens",
            "Resource",
            {"Fn::Sub": f"{promise.PARAMETERS}/*"},
        ),
        promise.nobody_may_more_than_needed,
    ),
    ("SAM's wide policy", put(f"{FUNCTION}/Policies", ["AmazonS3FullAccess"]), promise.nobody_may_more_than_needed),
    ("SAM's own role", drop(f"{FUNCTION}/Role"), promise.nobody_may_more_than_needed),
    ("one name for all stages", drop(f"{DAILY}/Name"), promise.stages_live_side_by_side),
    ("no word on confirming", drop("Outputs/Step1ConfirmTheEmails"), promise.outputs_say_what_to_do_next),
    # who is told, and who watches
    (
        "alarms on AWS's own key",
        put("AlarmsTopic/Properties/KmsMasterKeyId", "alias/aws/sns"),
        watch.topics_are_two_and_reachable,
    ),
    ("one topic for all", drop("AlarmsTopic"), watch.topics_are_two_and_reachable),
    (
        "alarms of any account",
        drop("AlarmsTopicPolicy/Properties/PolicyDocument/Statement/0/Condition"),
        watch.topics_are_two_and_reachable,
    ),
    ("SMS for everything", drop("FindingsBySms/Properties/FilterPolicy"), watch.sms_only_for_those_that_say_so),
    (
        "display name in the SMS",
        put("FindingsTopic/Properties/DisplayName", "Vigie"),
        watch.sms_only_for_those_that_say_so,
    ),
    (
        "alarm nobody hears",
        put("SlowRunAlarm/Properties/AlarmActions", [{"Ref": "FindingsTopic"}]),
        watch.alarms_are_eight_and_heard,
    ),
    (
        "metric nobody emits",
        put("NoSubscriberAlarm/Properties/MetricName", "NoSubscribers"),
        watch.alarms_are_eight_and_heard,
    ),
    (
        "a dimension more",
        put("SourceFailingAlarm/Properties/Dimensions/0/Name", "shop"),
        watch.alarms_are_eight_and_heard,
    ),
    ("looks back 400 h", put("Parameters/DailyMissingAfterHours/MaxValue", 400), watch.alarms_are_eight_and_heard),
    ("26 short periods", put("DailyMissingAlarm/Properties/Period", 300), watch.silence_is_an_alarm),
    ("wrong sum", put("Mappings/FiveMinutePeriods/3/Count", 30), watch.silence_is_an_alarm),
    ("metric math", put("SlowRunAlarm/Properties/Metrics", []), watch.alarms_are_eight_and_heard),
    ("alarm removed", drop("DailyMissingAlarm"), watch.alarms_are_eight_and_heard),
    (
        "silence is fine",
        put("WatchMissingAlarm/Properties/TreatMissingData", "notBreaching"),
        watch.silence_is_an_alarm,
    ),
    (
        "deaf to a daily that failed",
        put("DailyMissingAlarm/Properties/Dimensions/2/Value", "watch"),
        watch.silence_is_an_alarm,
    ),
    ("too patient", put("Parameters/WatchMissingAfterHours/Default", 12), watch.silence_is_an_alarm),
    ("one failure is enough", put("SourceFailingAlarm/Properties/DatapointsToAlarm", 1), watch.alarms_watch),
    (
        "heading that is not there",
        edit("SlowRunAlarm/Properties/AlarmDescription", "#slow-run", "#slow-runs"),
        watch.runbook_has_every_heading,
    ),
    (
        "dashboard is not JSON",
        edit("Dashboard/Properties/DashboardBody/Fn::Sub/0", '"start": "-P7D",', '"start": "-P7D"'),
        watch.dashboard_shows_what_is_emitted,
    ),
]
