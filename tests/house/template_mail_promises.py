"""What template.yaml promises of mails that come in (docs/mail.md), one function a promise: off unless asked for, and
when it is on, in the right order and with no right too many."""

from __future__ import annotations

import json
import re
from typing import Any

from tests.house.template_reading import Template, lint_text, spoken

DOMAIN = "vigie.boutique.example"
RULE = (
    "arn:${AWS::Partition}:ses:${AWS::Region}:${AWS::AccountId}"
    ":receipt-rule-set/vigie-${Stage}:receipt-rule/vigie-${Stage}-mail"
)
MAIL = {
    *("MailIdentity", "MailRuleSet", "MailRule", "MailPermission", "MailFunction", "MailFunctionEventInvokeConfig"),
    *("MailOnFailureQueue", "MailRole", "MailLogs", "MailFailedAlarm", "ReadMailsPolicy"),
}
CHANGED = {"InboxBucketPolicy", "Dashboard"}
"""What stands without mails too, and says a little more with them."""


def no_mail_unless_asked_for(t: Template) -> None:
    assert t.parameter("MailDomain") == ""
    off, on = t.standing()["Resources"], t.standing(MailDomain=DOMAIN)["Resources"]
    assert set(on) - set(off) == MAIL
    assert {name for name in off if off[name] != on[name]} == CHANGED, "nothing else changes"
    assert not [one["Type"] for one in off.values() if one["Type"].startswith("AWS::SES::")]
    text = json.dumps(t.standing())
    for word in ("ses.amazonaws.com", "/mail/", "MailFunction", "${MailFailedAlarm", "handlers.receive"):
        assert word not in text, f"{word} stands, and nobody asked for mails"
    (statement,) = off["InboxBucketPolicy"]["Properties"]["PolicyDocument"]["Statement"]
    assert statement["Effect"] == "Deny"


def both_ways_lint_clean(t: Template) -> None:
    """References to what does not stand, and circles: found once the condition is decided."""
    for domain in ("", DOMAIN):
        wrong = [line for line in lint_text(t.standing(MailDomain=domain)) if line.startswith("E")]
        assert wrong == [], f"with MailDomain {domain!r}"


def a_mail_domain_is_a_subdomain(t: Template) -> None:
    pattern = t.source["Parameters"]["MailDomain"].get("AllowedPattern", "")
    good = ("", "vigie.boutique.example", "tpop.mugs-paris.fr", "mail.xn--bcher-kva.example", "a.b.co.uk")
    bad = ("boutique.example", "Vigie.boutique.example", "moi@vigie.boutique.example", "vigie.boutique.example.", "*")
    assert all(re.fullmatch(pattern, text) for text in good)
    assert not any(re.fullmatch(pattern, text) for text in bad), "an MX on the shop's own domain takes its mail away"


def the_rule_lays_a_mail_down_and_calls(t: Template) -> None:
    rule = t.the("MailRule")
    assert set(rule.get("DependsOn", [])) >= {"InboxBucketPolicy", "MailPermission"}, "SES tries both at once"
    p = rule["Properties"]
    assert p["RuleSetName"] == {"Ref": "MailRuleSet"}
    it = p["Rule"]
    assert it.get("Recipients") == [{"Ref": "MailDomain"}]
    assert (it.get("Enabled"), it.get("ScanEnabled"), it.get("TlsPolicy")) == (True, True, "Require")
    put, call = it["Actions"]
    assert put == {"S3Action": {"BucketName": {"Ref": "InboxBucket"}, "ObjectKeyPrefix": "mail/"}}
    assert set(call) == {"LambdaAction"}
    assert spoken(call["LambdaAction"]["FunctionArn"]) == "MailFunction.Arn"
    assert call["LambdaAction"].get("InvocationType") == "Event"
    name, group = spoken(it["Name"]), spoken(t.the("MailRuleSet")["Properties"]["RuleSetName"])
    assert RULE.endswith(f":receipt-rule-set/{group}:receipt-rule/{name}"), "the rights are the rule's, by its name"
    assert t.the("MailIdentity")["Properties"] == {"EmailIdentity": {"Ref": "MailDomain"}}


def ses_may_two_things(t: Template) -> None:
    """Put below mail/, and call the one function; of this account's one rule, both times."""
    statements = bucket_statements(t)
    (allowed,) = [one for one in statements if one["Effect"] == "Allow"]
    assert (allowed["Principal"], allowed["Action"]) == ({"Service": "ses.amazonaws.com"}, "s3:PutObject")
    assert spoken(allowed["Resource"]) == "${InboxBucket.Arn}/mail/*"
    condition = allowed.get("Condition", {})
    assert set(condition) == {"StringEquals"}
    assert {key: spoken(value) for key, value in condition["StringEquals"].items()} == {
        "aws:SourceAccount": "AWS::AccountId",
        "aws:SourceArn": RULE,
    }
    assert sum(one["Effect"] == "Deny" for one in statements) == 1, "and over TLS only, as before"
    (permission,) = t.of_type("AWS::Lambda::Permission").values()
    assert {key: spoken(value) for key, value in permission["Properties"].items()} == {
        "FunctionName": "MailFunction",
        "Action": "lambda:InvokeFunction",
        "Principal": "ses.amazonaws.com",
        "SourceAccount": "AWS::AccountId",
        "SourceArn": RULE,
    }


def bucket_statements(t: Template) -> list[dict[str, Any]]:
    policy = t.standing(MailDomain=DOMAIN)["Resources"]["InboxBucketPolicy"]
    found: list[dict[str, Any]] = policy["Properties"]["PolicyDocument"]["Statement"]
    return found


def the_mail_function_is_small(t: Template) -> None:
    p = t.the("MailFunction")["Properties"]
    assert t.source["Resources"]["MailFunction"]["Properties"].get("CodeUri") == "src/"
    assert p.get("Handler") == "handlers.receive.lambda_handler"
    assert (t.value(p.get("Runtime")), [t.value(a) for a in p.get("Architectures", [])]) == ("python3.13", ["arm64"])
    assert p.get("MemorySize", 999) <= 256
    assert p.get("Timeout", 999) <= 60
    assert not {"Layers", "VpcConfig", "ReservedConcurrentExecutions", "TracingConfig"} & set(p)
    variables = p.get("Environment", {}).get("Variables", {})
    assert {name: spoken(value) for name, value in variables.items()} == {
        "VIGIE_INBOX_BUCKET": "InboxBucket",
        "POWERTOOLS_SERVICE_NAME": "vigie",
    }
    logging = p.get("LoggingConfig", {})
    assert (logging.get("LogFormat"), logging.get("LogGroup")) == ("JSON", {"Ref": "MailLogs"})
    assert t.the("MailLogs")["Properties"].get("RetentionInDays") == {"Ref": "LogRetentionDays"}


def no_trace_of_a_mail_outlives_it(t: Template) -> None:
    """Seven days: the inbox's own rule has no prefix, and what failed waits no longer than the mail itself."""
    rules = t.the("InboxBucket")["Properties"]["LifecycleConfiguration"]["Rules"]
    assert 7 in [r.get("ExpirationInDays") for r in rules if not {"Prefix", "TagFilters"} & set(r)]
    queue = t.the("MailOnFailureQueue")["Properties"]
    assert queue.get("MessageRetentionPeriod", 0) == 7 * 86400, "an event of SES holds a subject and addresses"
    assert queue.get("SqsManagedSseEnabled") is True
    p = t.the("MailFunctionEventInvokeConfig")["Properties"]
    assert spoken(p.get("DestinationConfig", {}).get("OnFailure", {}).get("Destination")) == "MailOnFailureQueue.Arn"
    assert p.get("MaximumRetryAttempts") == 2
    alarm = t.the("MailFailedAlarm")["Properties"]
    assert alarm.get("Dimensions") == [{"Name": "FunctionName", "Value": {"Ref": "MailFunction"}}]


def outputs_lead_to_the_first_mail(t: Template) -> None:
    off = json.dumps(t.standing()["Outputs"])
    shown = t.standing(MailDomain=DOMAIN)["Outputs"]
    said = json.dumps(shown)
    for words in (
        *("MX 10 inbound-smtp.${AWS::Region}.amazonaws.com", "<shop-id>@${MailDomain}", "CNAME", "docs/mail.md"),
        "aws ses set-active-receipt-rule-set --rule-set-name ${MailRuleSet}",
    ):
        assert words in said, f"no output speaks of {words}"
        assert words not in off, f"an output speaks of {words}, and nobody asked for mails"
    for number in "123":
        for half in ("Name", "Value"):
            assert f"${{MailIdentity.DkimDNSToken{half}{number}}}" in said
    assert all(one.get("Description") for one in shown.values())


PROMISES = (
    no_mail_unless_asked_for,
    both_ways_lint_clean,
    a_mail_domain_is_a_subdomain,
    the_rule_lays_a_mail_down_and_calls,
    ses_may_two_things,
    the_mail_function_is_small,
    no_trace_of_a_mail_outlives_it,
    outputs_lead_to_the_first_mail,
)
