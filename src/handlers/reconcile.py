"""The Lambda handler, and `run`: the steps, one per line. Read `run` to know the system.

event → pull → normalise → match → check → diff against history → record → publish → mark. In that order a crash
anywhere repeats a message at worst, and never loses one.
"""

from __future__ import annotations

import gc
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from core.errors import VigieError
from handlers import event as events
from handlers import settings
from handlers.round import Round
from handlers.voice import Voice
from handlers.wiring import Wiring, token_of


def lambda_handler(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
    """What EventBridge Scheduler calls. Answers the run's report (CONTRACTS section 7).

    Raises EventError and SettingsError by the name of what is wrong; LeaseHeld where a daily run finds another at
    work; NothingDone where no shop could be looked at, after telling so.
    """
    wiring, voice = Wiring(context), Voice()
    collecting = gc.isenabled()
    gc.disable()  # thousands of orders are kept for seconds: the collector would walk them again and again
    try:
        known = settings.read(wiring.ssm)
        asked = events.read(event, known.stage, datetime.now(UTC))
        return run(Round(asked, known, wiring, token_of(context), voice))
    except VigieError as error:
        voice.refused(error)
        raise
    finally:
        if collecting:
            gc.enable()


def run(this: Round) -> dict[str, Any]:
    """One round over the shops that were asked for."""
    for topic, shops in this.topics():  # shops that share a topic and a language share a message
        looks = this.look_at(shops)  # pull, normalise, match, check, diff against history
        looks = this.record(looks)
        composed = this.compose(topic, looks)
        composed = this.publish(topic, composed)
        this.mark(looks, composed)
    return this.report()
