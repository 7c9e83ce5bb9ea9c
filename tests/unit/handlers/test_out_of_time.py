"""Reading a shop stops while there is time left to tell what was seen."""

from __future__ import annotations

from handlers.wiring import KEPT_BACK_MS, out_of_time


class Context:
    def __init__(self) -> None:
        self.left = 900_000

    def get_remaining_time_in_millis(self) -> int:
        return self.left


def test_a_minute_is_kept_back_for_telling() -> None:
    context = Context()
    over = out_of_time(context)
    assert over is not None
    assert not over()
    context.left = KEPT_BACK_MS
    assert not over()
    context.left = KEPT_BACK_MS - 1
    assert over()


def test_without_a_context_time_does_not_run_out() -> None:
    assert out_of_time(None) is None
    assert out_of_time(object()) is None
