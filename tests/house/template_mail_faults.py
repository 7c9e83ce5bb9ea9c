"""Faults to plant in a copy of template.yaml, about mails that come in, each with the promise that must notice it."""

from __future__ import annotations

from tests.house import template_mail_promises as mail
from tests.house import template_promises as promise
from tests.house import template_watch_promises as watch
from tests.house.template_faults import Plant, Promise, Source, drop, edit, put, statement

RULE, FUNCTION = "MailRule/Properties/Rule", "MailFunction/Properties"
PUT = "InboxBucketPolicy/Properties/PolicyDocument/Statement/1/Fn::If/1"


def swapped(source: Source) -> None:
    source["Resources"]["MailRule"]["Properties"]["Rule"]["Actions"].reverse()


FAULTS: list[tuple[str, Plant, Promise]] = [
    ("mail for everybody", put("Parameters/MailDomain/Default", "a.b.example"), mail.no_mail_unless_asked_for),
    ("a rule set for everybody", drop("MailRuleSet/Condition"), mail.no_mail_unless_asked_for),
    ("rights on mails for everybody", drop("ReadMailsPolicy/Condition"), mail.no_mail_unless_asked_for),
    ("an alarm for everybody", drop("MailFailedAlarm/Condition"), mail.no_mail_unless_asked_for),
    (
        "the runs change with it",
        put("Function/Properties/MemorySize", {"Fn::If": ["ReceivesMail", 1024, 512]}),
        mail.no_mail_unless_asked_for,
    ),
    (
        "SES may write before anybody asked",
        put("InboxBucketPolicy/Properties/PolicyDocument/Statement/1/Fn::If/0", "HasOperator"),
        mail.no_mail_unless_asked_for,
    ),
    ("a role that does not stand", put("MailRole/Condition", "HasPhone"), mail.both_ways_lint_clean),
    (
        "a circle",
        put(f"{PUT}/Condition/StringEquals/aws:SourceArn", {"Ref": "MailRule"}),
        mail.both_ways_lint_clean,
    ),
    (
        "the alarm forgotten on the dashboard",
        put("Conditions/ReceivesMail", {"Fn::Not": [{"Fn::Equals": ["", ""]}]}),
        mail.no_mail_unless_asked_for,
    ),
    (
        "an alarm that stands and is not shown",
        put("Dashboard/Properties/DashboardBody/Fn::Sub/1/AndMailFailedAlarm", ""),
        watch.dashboard_shows_what_is_emitted,
    ),
    (
        "an alarm shown that does not stand",
        put("Dashboard/Properties/DashboardBody/Fn::Sub/1/AndMailFailedAlarm", ', "${MailFailedAlarm.Arn}"'),
        watch.dashboard_shows_what_is_emitted,
    ),
    (
        "the shop's own domain",
        edit("Parameters/MailDomain/AllowedPattern", "{2,}", "+"),
        mail.a_mail_domain_is_a_subdomain,
    ),
    ("any domain", drop("Parameters/MailDomain/AllowedPattern"), mail.a_mail_domain_is_a_subdomain),
    ("the rule too early", drop("MailRule/DependsOn"), mail.the_rule_lays_a_mail_down_and_calls),
    ("called before the mail is there", swapped, mail.the_rule_lays_a_mail_down_and_calls),
    ("no scan", put(f"{RULE}/ScanEnabled", False), mail.the_rule_lays_a_mail_down_and_calls),
    ("no TLS", put(f"{RULE}/TlsPolicy", "Optional"), mail.the_rule_lays_a_mail_down_and_calls),
    ("every domain's mail", drop(f"{RULE}/Recipients"), mail.the_rule_lays_a_mail_down_and_calls),
    (
        "mail among the lists",
        put(f"{RULE}/Actions/0/S3Action/ObjectKeyPrefix", "inbox/"),
        mail.the_rule_lays_a_mail_down_and_calls,
    ),
    (
        "SES waits for the function",
        put(f"{RULE}/Actions/1/LambdaAction/InvocationType", "RequestResponse"),
        mail.the_rule_lays_a_mail_down_and_calls,
    ),
    (
        "a rule of another name",
        put(f"{RULE}/Name", {"Fn::Sub": "mail-${Stage}"}),
        mail.the_rule_lays_a_mail_down_and_calls,
    ),
    (
        "a domain not proved",
        put("MailIdentity/Properties/EmailIdentity", "boutique.example"),
        mail.the_rule_lays_a_mail_down_and_calls,
    ),
    ("any account's rule", drop(f"{PUT}/Condition/StringEquals/aws:SourceAccount"), mail.ses_may_two_things),
    ("any rule", drop(f"{PUT}/Condition/StringEquals/aws:SourceArn"), mail.ses_may_two_things),
    ("anywhere in the inbox", put(f"{PUT}/Resource", {"Fn::Sub": "${InboxBucket.Arn}/*"}), mail.ses_may_two_things),
    ("SES may read", put(f"{PUT}/Action", "s3:GetObject"), mail.ses_may_two_things),
    ("anybody may call", drop("MailPermission/Properties/SourceAccount"), mail.ses_may_two_things),
    ("any rule may call", drop("MailPermission/Properties/SourceArn"), mail.ses_may_two_things),
    (
        "the other handler",
        put(f"{FUNCTION}/Handler", "handlers.reconcile.lambda_handler"),
        mail.the_mail_function_is_small,
    ),
    ("a long mail", put(f"{FUNCTION}/Timeout", 900), mail.the_mail_function_is_small),
    ("mail logs for ever", drop("MailLogs/Properties/RetentionInDays"), mail.the_mail_function_is_small),
    ("mail logs as text", put(f"{FUNCTION}/LoggingConfig/LogFormat", "Text"), mail.the_mail_function_is_small),
    (
        "a bucket forgotten",
        drop(f"{FUNCTION}/Environment/Variables/VIGIE_INBOX_BUCKET"),
        mail.the_mail_function_is_small,
    ),
    (
        "only inbox/ is soon gone",
        put("InboxBucket/Properties/LifecycleConfiguration/Rules/0/Prefix", "inbox/"),
        mail.no_trace_of_a_mail_outlives_it,
    ),
    (
        "subjects in the queue of the runs",
        put(
            f"{FUNCTION}/EventInvokeConfig/DestinationConfig/OnFailure/Destination",
            {"Fn::GetAtt": ["OnFailureQueue", "Arn"]},
        ),
        mail.no_trace_of_a_mail_outlives_it,
    ),
    (
        "subjects for a fortnight",
        put("MailOnFailureQueue/Properties/MessageRetentionPeriod", 1209600),
        mail.no_trace_of_a_mail_outlives_it,
    ),
    (
        "deaf to mails that failed",
        put("MailFailedAlarm/Properties/Dimensions/0/Value", {"Ref": "Function"}),
        mail.no_trace_of_a_mail_outlives_it,
    ),
    ("no word on the MX", drop("Outputs/Mail2PointTheMailThere"), mail.outputs_lead_to_the_first_mail),
    (
        "a word on the MX to everybody",
        drop("Outputs/Mail2PointTheMailThere/Condition"),
        mail.outputs_lead_to_the_first_mail,
    ),
    ("no word on switching it on", drop("Outputs/Mail3SwitchItOn"), mail.outputs_lead_to_the_first_mail),
    (
        "one record of three",
        edit("Outputs/Mail1ProveTheDomain/Value/Fn::Sub", "Value3", "Value2"),
        mail.outputs_lead_to_the_first_mail,
    ),
    # promises that are older than mails
    (
        "may delete lists",
        statement("TakeTheFirstCopyAway", "Resource", {"Fn::Sub": "${InboxBucket.Arn}/*"}, role="MailRole"),
        promise.nobody_may_more_than_needed,
    ),
    (
        "may list all",
        statement("SeeWhichMailsWait", "Condition", {}, role="MailRole"),
        promise.nobody_may_more_than_needed,
    ),
    ("mail verbs", statement("CopyMails", "Action", "s3:*", role="MailRole"), promise.nobody_may_more_than_needed),
    (
        "SAM's wide policy on mails",
        put(f"{FUNCTION}/Policies", ["AmazonS3FullAccess"]),
        promise.nobody_may_more_than_needed,
    ),
    (
        "one rule set for all stages",
        put("MailRuleSet/Properties/RuleSetName", "vigie"),
        promise.stages_live_side_by_side,
    ),
    ("one failed mail is not enough", put("MailFailedAlarm/Properties/Threshold", 5), watch.alarms_watch),
]
