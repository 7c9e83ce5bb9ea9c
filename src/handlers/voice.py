"""What the operator reads: structured logs and metrics, by Powertools. Names, counts and codes; never a customer.

Metric names and dimensions are what template.yaml's alarms watch (docs/runbook.md).
"""

from __future__ import annotations

import traceback
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.metrics.provider.cloudwatch_emf.cloudwatch import AmazonCloudWatchEMFProvider

from core.errors import VigieError
from core.look import Look

NAMESPACE, SERVICE = "Vigie", "vigie"


def place(error: BaseException) -> str:
    """File and line where it fell: the text of a foreign error may quote a customer, so it is never kept."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{PurePath(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"


class Voice:
    """One run's logs and metrics."""

    def __init__(self) -> None:
        self._log = Logger(service=SERVICE)

    def looked(self, look: Look) -> None:
        for source, trouble in look.troubles:
            detail = {k: v for k, v in trouble.detail.items() if isinstance(v, int | float | str)}
            self._log.warning(
                "source troubled", extra={"shop": look.shop, "source": source, "kind": trouble.kind, "detail": detail}
            )
        self._log.info(
            "shop looked at",
            extra={
                "shop": look.shop,
                "run": look.run,
                "state": look.state,
                "orders": {"shop": look.orders.shop, "tpop": look.orders.tpop, "expected": look.orders.expected},
                "findings": dict(look.counts),
            },
        )

    def held(self, shop: str) -> None:
        self._log.warning("another run holds the lease", extra={"shop": shop})

    def settings(self, shop: str, trouble: str) -> None:
        self._log.error("settings wrong", extra={"shop": shop, "what": trouble})

    def fell(self, shop: str, error: Exception) -> None:
        what = str(error) if isinstance(error, VigieError) else "not shown: it may quote a customer"
        self._log.error(
            "shop failed", extra={"shop": shop, "error": type(error).__name__, "where": place(error), "what": what}
        )

    def damaged(self, shop: str, items: Sequence[str]) -> None:
        if items:
            self._log.warning(
                "history rows left alone", extra={"shop": shop, "rows": len(items), "first": list(items[:3])}
            )

    def refused(self, error: VigieError) -> None:
        self._log.error("refused", extra={"error": type(error).__name__, "what": str(error)})

    def speak(self, report: Mapping[str, Any], stage: str, drill_passed: bool, subscribers: int | None) -> None:
        """The run's metrics. The heartbeat is withheld where the drill failed or no shop could be looked at."""
        shops = report["shops"]
        failed = sum(1 for shop in shops if shop["state"] == "failed")
        unread = sum(1 for shop in shops for one in shop["coverage"] if one["as_of"] is None)
        self._log.info("run over", extra={"run": report["run"], "shops": len(shops), "told": report["told"]})
        if report.get("dry_run"):
            return
        metrics = AmazonCloudWatchEMFProvider(namespace=NAMESPACE, service=SERVICE)
        metrics.add_dimension(name="Stage", value=stage)
        metrics.add_dimension(name="Run", value=report["run"])
        if not drill_passed:
            self._log.error("the drill missed a planted fault", extra=dict(report["drill"]))
        elif failed < len(shops):
            metrics.add_metric(name="Heartbeat", unit=MetricUnit.Count, value=1)
        metrics.add_metric(name="SourceFailures", unit=MetricUnit.Count, value=unread)
        metrics.add_metric(name="ShopsFailed", unit=MetricUnit.Count, value=failed)
        opened = sum(shop["findings"]["new"] for shop in shops)
        metrics.add_metric(name="FindingsOpened", unit=MetricUnit.Count, value=opened)
        metrics.add_metric(name="MessagesSent", unit=MetricUnit.Count, value=len(report["told"]))
        if subscribers is not None:
            metrics.add_metric(name="NoSubscriber", unit=MetricUnit.Count, value=int(subscribers == 0))
        metrics.flush_metrics()
