"""What template.yaml promises of the run itself (DESIGN section 8, CONTRACTS sections 2 and 6), one function a promise.

Each raises AssertionError when the promise is broken; test_template.py holds them against the template and against
copies of it with a planted fault (template_faults.py).
"""

from __future__ import annotations

import json
import re
from zoneinfo import available_timezones

from aws_cron_expression_validator.validator import (  # type: ignore[import-untyped]
    AWSCronExpressionError,
    AWSCronExpressionValidator,
)

from tests.house.template_reading import ROOT, Template, lint_text, spoken

PARAMETERS = "arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter/vigie/${Stage}"
GIVEN = {  # role or policy -> verb -> what it may be used on
    "FunctionRole": {
        "ssm:GetParametersByPath": [PARAMETERS, f"{PARAMETERS}/*"],
        "ssm:GetParameter": [f"{PARAMETERS}/*"],
        "ssm:PutParameter": [f"{PARAMETERS}/tokens/*"],
        "s3:ListBucket": ["InboxBucket.Arn"],
        "s3:GetObject": ["${InboxBucket.Arn}/inbox/*"],
        "dynamodb:Query": ["HistoryTable.Arn"],
        "dynamodb:GetItem": ["HistoryTable.Arn"],
        "dynamodb:PutItem": ["HistoryTable.Arn"],
        "dynamodb:UpdateItem": ["HistoryTable.Arn"],
        "dynamodb:DeleteItem": ["HistoryTable.Arn"],
        "dynamodb:ConditionCheckItem": ["HistoryTable.Arn"],
        "sns:Publish": ["FindingsTopic"],
        "sns:ListSubscriptionsByTopic": ["FindingsTopic"],
        "logs:CreateLogStream": ["FunctionLogs.Arn"],
        "logs:PutLogEvents": ["FunctionLogs.Arn"],
        "sqs:SendMessage": ["OnFailureQueue.Arn"],
    },
    "ScheduleRole": {
        "lambda:InvokeFunction": ["Function.Arn"],
        "sqs:SendMessage": ["OnFailureQueue.Arn"],
    },
    "MailRole": {
        "s3:ListBucket": ["InboxBucket.Arn"],
        "s3:GetObject": ["${InboxBucket.Arn}/mail/*"],
        "s3:PutObject": ["${InboxBucket.Arn}/mail/*"],
        "s3:DeleteObject": ["${InboxBucket.Arn}/mail/*"],
        "logs:CreateLogStream": ["MailLogs.Arn"],
        "logs:PutLogEvents": ["MailLogs.Arn"],
        "sqs:SendMessage": ["MailOnFailureQueue.Arn"],
    },
    "ReadMailsPolicy": {"s3:ListBucket": ["InboxBucket.Arn"], "s3:GetObject": ["${InboxBucket.Arn}/mail/*"]},
    "ShopTopicsPolicy": {"sns:Publish": ["ShopTopicArns"], "sns:ListSubscriptionsByTopic": ["ShopTopicArns"]},
}
LISTS = {"FunctionRole": "inbox/*", "MailRole": "mail/*", "ReadMailsPolicy": "mail/*"}
"""Below which prefix each may list the inbox."""
RATE = re.compile(r"rate\((1 (minute|hour|day)|([2-9]|[1-9][0-9]+) (minutes|hours|days))\)")


def lints_clean(t: Template) -> None:
    assert lint_text(t.source) == []
    assert lint_text(t.translated) == [], "what CloudFormation receives"


def function_is_small_and_plain(t: Template) -> None:
    p = t.the("Function")["Properties"]
    assert t.source["Resources"]["Function"]["Properties"].get("CodeUri") == "src/"
    assert p.get("Handler") == "handlers.reconcile.lambda_handler"
    assert (t.value(p.get("Runtime")), [t.value(a) for a in p.get("Architectures", [])]) == ("python3.13", ["arm64"])
    assert (p.get("MemorySize"), p.get("Timeout")) == (512, 900)
    assert "ReservedConcurrentExecutions" not in p, "new accounts have too little of it (docs/adr/0003)"
    assert "TracingConfig" not in p, "the tracer doubles the cold start"
    assert not {"Layers", "VpcConfig"} & set(p)
    variables = p.get("Environment", {}).get("Variables", {})
    assert {name: spoken(value) for name, value in variables.items()} == {
        "VIGIE_STAGE": "Stage",
        "VIGIE_PARAMETERS": "/vigie/${Stage}",
        "VIGIE_TABLE": "HistoryTable",
        "VIGIE_TOPIC_ARN": "FindingsTopic",
        "VIGIE_INBOX_BUCKET": "InboxBucket",
        "POWERTOOLS_SERVICE_NAME": "vigie",
        "POWERTOOLS_METRICS_NAMESPACE": "Vigie",
    }


def logs_are_json_and_end(t: Template) -> None:
    logging = t.the("Function")["Properties"].get("LoggingConfig", {})
    assert logging.get("LogFormat") == "JSON"
    assert logging.get("LogGroup") == {"Ref": "FunctionLogs"}
    retention = t.the("FunctionLogs")["Properties"].get("RetentionInDays")
    assert retention == {"Ref": "LogRetentionDays"}
    assert isinstance(t.value(retention), int)


def schedules_are_two_and_valid(t: Template) -> None:
    schedules = t.of_type("AWS::Scheduler::Schedule")
    assert set(schedules) == {"FunctionDaily", "FunctionWatch"}
    for name, schedule in schedules.items():
        p = schedule["Properties"]
        expression, zone = t.value(p.get("ScheduleExpression")), t.value(p.get("ScheduleExpressionTimezone"))
        assert zone in available_timezones(), f"no such time zone: {zone}"
        schedule_is_valid(str(expression))
        assert p.get("FlexibleTimeWindow") == {"Mode": "OFF"}
        target = p["Target"]
        event = json.loads((ROOT / "events" / f"{name.removeprefix('Function').lower()}.json").read_text())
        assert json.loads(target.get("Input", "null")) == event
        assert spoken(target["RoleArn"]) == "ScheduleRole.Arn"
        retries = target.get("RetryPolicy", {})
        assert 1 <= retries.get("MaximumRetryAttempts", 0) <= 185
        assert 60 <= retries.get("MaximumEventAgeInSeconds", 0) <= 86400
        assert spoken(target.get("DeadLetterConfig", {}).get("Arn")) == "OnFailureQueue.Arn"
    for name in ("DailySchedule", "WatchSchedule"):
        pattern = t.source["Parameters"][name].get("AllowedPattern", "")
        good = ("cron(0 8 * * ? *)", "rate(1 hour)", "rate(30 minutes)", "rate(10 hours)")
        bad = ("every day", "rate(5 minute)", "rate(1 hours)", "rate(0 hours)", "0 8 * * *")
        assert all(re.fullmatch(pattern, text) for text in good)
        assert not any(re.fullmatch(pattern, text) for text in bad), f"{name} takes what the scheduler refuses"


def schedule_is_valid(expression: str) -> None:
    if expression.startswith("rate("):
        assert RATE.fullmatch(expression), f"not a rate: {expression}"
        return
    assert expression.startswith("cron("), f"neither cron nor rate: {expression}"
    assert expression.endswith(")"), f"neither cron nor rate: {expression}"
    try:
        AWSCronExpressionValidator.validate(expression[len("cron(") : -1])
    except AWSCronExpressionError as error:
        raise AssertionError(f"not a cron expression: {expression} ({error})") from error


def failures_are_kept(t: Template) -> None:
    p = t.the("FunctionEventInvokeConfig")["Properties"]
    kept = p.get("DestinationConfig", {}).get("OnFailure", {}).get("Destination")
    assert spoken(kept) == "OnFailureQueue.Arn", "what no retry could save goes to the queue"
    assert p.get("MaximumRetryAttempts") == 2
    queue = t.the("OnFailureQueue")["Properties"]
    assert queue.get("SqsManagedSseEnabled") is True
    assert queue.get("MessageRetentionPeriod") == 14 * 86400


def inbox_is_private(t: Template) -> None:
    p = t.the("InboxBucket")["Properties"]
    shut = ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")
    assert p.get("PublicAccessBlockConfiguration") == dict.fromkeys(shut, True)
    (encryption,) = p.get("BucketEncryption", {}).get("ServerSideEncryptionConfiguration", [{}])
    assert encryption.get("ServerSideEncryptionByDefault") == {"SSEAlgorithm": "AES256"}
    assert p.get("VersioningConfiguration") == {"Status": "Enabled"}
    assert "BucketName" not in p
    rules = [r for r in p.get("LifecycleConfiguration", {}).get("Rules", []) if r["Status"] == "Enabled"]
    assert any(r.get("ExpirationInDays") == 7 and not {"Prefix", "TagFilters"} & set(r) for r in rules)
    assert any(r.get("NoncurrentVersionExpiration") == {"NoncurrentDays": 1} for r in rules)
    assert any(r.get("AbortIncompleteMultipartUpload") for r in rules)
    policy = t.standing()["Resources"]["InboxBucketPolicy"]
    statements = policy["Properties"]["PolicyDocument"]["Statement"]
    assert any(
        s["Effect"] == "Deny" and s.get("Condition") == {"Bool": {"aws:SecureTransport": "false"}} for s in statements
    )
    assert all(s["Effect"] == "Deny" for s in statements)


def history_is_as_contracted(t: Template) -> None:
    tables = t.of_type("AWS::DynamoDB::Table")
    assert set(tables) == {"HistoryTable"}
    table = tables["HistoryTable"]
    assert (table.get("DeletionPolicy"), table.get("UpdateReplacePolicy")) == ("Retain", "Retain")
    assert "Condition" not in table
    p = table["Properties"]
    assert p.get("KeySchema") == key("shop", "item")
    (index,) = p.get("GlobalSecondaryIndexes", [{}])
    assert index.get("IndexName") == "by_status"
    assert index.get("KeySchema") == key("status", "due")
    assert index.get("Projection") == {"ProjectionType": "ALL"}
    types = {a["AttributeName"]: a["AttributeType"] for a in p.get("AttributeDefinitions", [])}
    assert types == dict.fromkeys(("shop", "item", "status", "due"), "S")
    assert p.get("TimeToLiveSpecification") == {"AttributeName": "expires_at", "Enabled": True}
    assert p.get("PointInTimeRecoverySpecification") == {"PointInTimeRecoveryEnabled": True}
    assert p.get("SSESpecification") == {"SSEEnabled": True}
    assert p.get("BillingMode") == "PAY_PER_REQUEST"
    assert p.get("DeletionProtectionEnabled") is True
    assert "Fn::" not in json.dumps(p), "plain properties: others build their table from them"


def key(first: str, second: str) -> list[dict[str, str]]:
    return [{"AttributeName": first, "KeyType": "HASH"}, {"AttributeName": second, "KeyType": "RANGE"}]


def nobody_may_more_than_needed(t: Template) -> None:
    given: dict[str, dict[str, list[str]]] = {}
    for owner, statement in t.statements():
        verb, on = statement["Action"], statement["Resource"]
        assert isinstance(verb, str), f"one verb a statement: {verb}"
        assert "*" not in verb, f"no wildcard: {verb}"
        assert statement["Effect"] == "Allow"
        assert verb not in given.setdefault(owner, {}), f"said twice: {verb}"
        given[owner][verb] = [spoken(r) for r in (on if isinstance(on, list) else [on])]
        if verb == "s3:ListBucket":
            assert statement.get("Condition") == {"StringLike": {"s3:prefix": LISTS[owner]}}
    assert given == GIVEN
    for name, role in t.of_type("AWS::IAM::Role").items():
        assert name in GIVEN, f"SAM made a role of its own: {name}"
        assert "ManagedPolicyArns" not in role["Properties"], "managed policies hold wildcards"
    for function in ("Function", "MailFunction"):
        assert "Policies" not in t.source["Resources"][function]["Properties"], "SAM's policy templates are too wide"
    assert not t.of_type("AWS::IAM::ManagedPolicy")


def stages_live_side_by_side(t: Template) -> None:
    own = {"FunctionName", "Name", "QueueName", "TopicName", "AlarmName", "LogGroupName", "DashboardName", "RoleName"}
    own.add("RuleSetName")
    for logical, resource in t.translated["Resources"].items():
        for name in own & set(resource.get("Properties", {})):
            value = resource["Properties"][name]
            if isinstance(value, dict) and "Ref" in value:
                continue  # it points at a resource, whose own name is looked at in its turn
            assert "${Stage}" in json.dumps(value), f"{logical}.{name} is the same for dev and prod"


def outputs_say_what_to_do_next(t: Template) -> None:
    outputs = t.source.get("Outputs", {})
    said = json.dumps(outputs)
    for words in (
        "Confirm subscription",
        "add-shop",
        "/shops/<shop-id>",
        "dry_run.json",
        "item-explorer",
        "dashboards",
    ):
        assert words in said, f"no output speaks of {words}"
    assert all(o.get("Description") for o in outputs.values())


PROMISES = (
    lints_clean,
    function_is_small_and_plain,
    logs_are_json_and_end,
    schedules_are_two_and_valid,
    failures_are_kept,
    inbox_is_private,
    history_is_as_contracted,
    nobody_may_more_than_needed,
    stages_live_side_by_side,
    outputs_say_what_to_do_next,
)
