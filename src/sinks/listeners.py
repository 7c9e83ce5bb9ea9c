"""Who listens to a topic: a message that nobody receives is told to nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

if TYPE_CHECKING:
    from mypy_boto3_sns import SNSClient


def confirmed(client: SNSClient, topic: str) -> int | None:
    """How many subscriptions of the topic are confirmed; None where SNS does not say (no right to ask, no answer).

    An unconfirmed subscription has no ARN yet, only words (Amazon SNS, "ListSubscriptionsByTopic").
    """
    found = 0
    try:
        for page in client.get_paginator("list_subscriptions_by_topic").paginate(TopicArn=topic):
            found += sum(1 for one in page["Subscriptions"] if one["SubscriptionArn"].startswith("arn:"))
    except (ClientError, BotoCoreError):
        return None
    return found
