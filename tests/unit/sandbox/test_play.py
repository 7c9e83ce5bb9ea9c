"""`make run` prints what it read back, well laid out, and nothing else; the real-shop mode keeps its history."""

from __future__ import annotations

import io
import json
import logging
import os
import sys
from pathlib import Path
from typing import Any

import boto3
import pytest

from sandbox import real_shop, show
from sandbox.drive import Played
from sandbox.look import look
from sandbox.play import main, play
from sandbox.story import Story
from sandbox.template import ROOT

MAIL = """MUGS PARIS · lundi 23 nov., 8 h

À FAIRE AUJOURD'HUI
🔴 1042 : annulée chez vous, pas chez
   TPOP. Produite et débitée à 11 h,
   dans 3 h.
   1. TPOP > Commandes > 1042
⚪ Je n'ai pas pu tout regarder.
🟠 1031 adresse, 3 j · 1038 suivi, 2 j"""
SMS = (
    "Vigie Mugs Paris : 1042 annulée mais produite dans 3 h (11 h). Carte refusée : 4 commandes bloquées, "
    "réglez la banque avant de relancer. Détail par mail."
)
TEMPLATE = ROOT / "template.yaml"


def row(number: int, **more: Any) -> dict[str, Any]:
    return {
        "shop": "mugs-paris",
        "item": f"finding#{number}#missing-at-tpop",
        "check": "missing-at-tpop",
        "reference": str(number),
        "number": str(number),
        "status": "open",
        "severity": "urgent",
        "title": "Commande absente de TPOP",
        "first_seen": "2026-11-23T07:00:00Z",
        "told_at": "2026-11-23T07:00:00Z",
        "due": "9999-12-31T00:00:00Z",
        **more,
    }


class Handler:
    """Stands in for the function: publishes one message a day and writes some rows. Loud on the terminal."""

    def __init__(self) -> None:
        self.events: list[dict[str, Any]] = []

    def __call__(self, event: dict[str, Any], context: Any) -> dict[str, Any]:
        self.events.append(event)
        print("noise of the function")
        logging.getLogger("function").warning("more noise")
        sms = "yes" if len(self.events) == 2 else "no"
        body = {"default": json.dumps({"version": 1}), "email": MAIL, "sms": SMS}
        if len(self.events) < 3:
            boto3.client("sns").publish(
                TopicArn=os.environ["VIGIE_TOPIC_ARN"],
                Subject="Vigie : 1042 annulee, 3 h ; carte refusee (4), et encore un peu",
                Message=json.dumps(body),
                MessageStructure="json",
                MessageAttributes={"sms": {"DataType": "String", "StringValue": sms}},
            )
        table = boto3.resource("dynamodb").Table(os.environ["VIGIE_TABLE"])
        table.put_item(Item=row(1044))
        table.put_item(
            Item=row(
                1051,
                item="finding#1051#cancelled-only-in-shop",
                check="cancelled-only-in-shop",
                status="resolved",
                due="2026-11-24T10:04:00Z",
                title="Annulée chez vous, mais TPOP va encore la produire : à annuler là-bas aussi, tout de suite",
            )
        )
        for item in ("lease", f"run#{event.get('now')}#daily", "event#x#1044#missing-at-tpop#opened"):
            table.put_item(Item={"shop": "mugs-paris", "item": item})
        return {"run": "daily"}


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Played, Handler, Path]:
    out, handler = io.StringIO(), Handler()
    log = tmp_path_factory.mktemp("log") / "run.log"
    result = play(handler=handler, out=out, log=log)
    return out.getvalue(), result, handler, log


def test_three_mornings_in_the_shops_time(played: tuple[str, Played, Handler, Path]) -> None:
    text, _, handler, _ = played
    assert handler.events == [
        {"run": "daily", "now": "2026-11-23T07:00:00Z"},
        {"run": "daily", "now": "2026-11-24T07:00:00Z"},
        {"run": "daily", "now": "2026-11-25T07:00:00Z"},
    ]
    assert "Jour 1 · lundi 23 novembre 2026, 8 h" in text
    assert "Jour 3 · mercredi 25 novembre 2026, 8 h" in text


def test_mail_and_sms_as_people_get_them(played: tuple[str, Played, Handler, Path]) -> None:
    text, result, _, _ = played
    for line in MAIL.splitlines():
        assert line in text
    first, second, third = text.split("━━ Jour")[1:]
    assert "Pas de SMS aujourd'hui." in first  # the filter held it back
    assert "Vigie Mugs Paris : 1042" in second
    assert "Aucun message ce matin." in third
    assert [len(messages) for _, messages in result.mornings] == [1, 1, 0]
    assert result.mornings[1][1][0].sms == SMS
    assert result.mornings[0][1][0].sms is None


def test_nothing_wider_than_the_terminal(played: tuple[str, Played, Handler, Path]) -> None:
    assert max(show.width(line) for line in played[0].splitlines()) <= show.COLUMNS


def test_history_readable_and_other_rows_counted(played: tuple[str, Played, Handler, Path]) -> None:
    text = played[0].split("L'historique")[1]
    assert "1044 missing-at-tpop" in " ".join(text.split())
    assert text.index("1044") < text.index("1051")  # open before resolved
    assert "11-24 10:04" in text
    assert "3 run#…" in text


def test_noise_goes_to_the_log(played: tuple[str, Played, Handler, Path]) -> None:
    text, _, _, log = played
    assert "noise" not in text
    assert "noise of the function" in log.read_text(encoding="utf-8")


def test_a_failing_function_is_said_plainly_and_its_trace_kept(tmp_path: Path) -> None:
    def broken(event: dict[str, Any], context: Any) -> None:
        raise RuntimeError("no shop could be read")

    out, log = io.StringIO(), tmp_path / "run.log"
    with pytest.raises(RuntimeError):
        play(handler=broken, out=out, log=log, story=Story())
    assert "Traceback" in log.read_text(encoding="utf-8")
    assert "Traceback" not in out.getvalue()


# ---- one look at a real shop

SHOP = {
    "platform": "woocommerce",
    "url": "https://boutique.example",
    "credentials": {"key": "ck_private", "secret": "cs_private"},
    "tpop": [{"channel": "inbox", "prefix": "inbox/atelier/"}],
}


def shop_file(folder: Path, **changes: Any) -> Path:
    path = folder / "Mon atelier.json"
    path.write_text(json.dumps({**SHOP, **changes}), encoding="utf-8")
    return path


def test_history_is_kept_between_runs(tmp_path: Path) -> None:
    seen: list[int] = []

    def handler(event: dict[str, Any], context: Any) -> None:
        assert event == {"run": "daily"}
        table = boto3.resource("dynamodb").Table(os.environ["VIGIE_TABLE"])
        seen.append(table.scan()["Count"])
        parameter = boto3.client("ssm").get_parameter(Name="/vigie/dev/shops/mon-atelier", WithDecryption=True)
        assert json.loads(parameter["Parameter"]["Value"])["credentials"] == SHOP["credentials"]
        assert "/" in os.environ["VIGIE_INBOX_BUCKET"]
        table.put_item(Item=row(1044, shop="mon-atelier"))
        table.put_item(Item=row(1, item="event#old", expires_at=1_000))
        table.put_item(Item={"shop": "mon-atelier", "item": "lease"})

    out = io.StringIO()
    for _ in range(2):
        look(shop_file(tmp_path), handler=handler, out=out, kept=tmp_path)
    assert seen == [0, 1]  # neither the lease nor what has expired
    assert "history-mon-atelier.json" in out.getvalue()
    assert "Rien de neuf à dire." in out.getvalue()
    assert list(tmp_path.glob(".history*")) == []


def test_history_survives_a_run_that_fails(tmp_path: Path) -> None:
    def handler(event: dict[str, Any], context: Any) -> None:
        boto3.resource("dynamodb").Table(os.environ["VIGIE_TABLE"]).put_item(Item=row(1044))
        raise RuntimeError("cut short")

    with pytest.raises(RuntimeError):
        look(shop_file(tmp_path), handler=handler, out=io.StringIO(), kept=tmp_path)
    assert len(real_shop.load_history(tmp_path / "history-mon-atelier.json")) == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"platform": "wix"}, "platform: must be one of"),
        ({"credentials": {"key": "ck_private"}}, "credentials.secret: missing or empty"),
        ({"credentials": "ck_private"}, "credentials: missing, or not an object"),
        ({"url": "boutique.example"}, "url: must start with https://"),
        ({"url": "http://boutique.example"}, "url: must start with https://, or"),
        ({"url": "https://ck_private:cs_private@boutique.example"}, "url: must hold no user name"),
        ({"tpop": [{"channel": "http"}]}, "tpop[0].url: missing or empty"),
        ({"tpop": [{"channel": "fax"}]}, "tpop[0].channel: must be http or inbox"),
        ({"policy": "fr"}, "policy: must be an object"),
        ({"id": "Mugs Paris"}, "id: must be small letters"),
    ],
)
def test_faults_of_the_file_by_field_never_by_value(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], changes: dict[str, Any], words: str
) -> None:
    assert main(["--shop", str(shop_file(tmp_path, **changes))]) == 2
    said = capsys.readouterr().err
    assert words in said
    assert "_private" not in said
    assert "Traceback" not in said


@pytest.mark.parametrize("text", ["{", "[]", '{"credentials": {"key": "ck_private" "x"}}'])
def test_a_file_that_is_no_settings(tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str) -> None:
    path = tmp_path / "x.json"
    path.write_text(text, encoding="utf-8")
    assert main(["--shop", str(path)]) == 2
    assert "ck_private" not in capsys.readouterr().err
    assert main(["--shop", str(tmp_path / "nowhere.json")]) == 2


def test_a_history_that_is_none_is_not_overwritten(tmp_path: Path) -> None:
    past = tmp_path / "history-mon-atelier.json"
    past.write_text("{}", encoding="utf-8")
    with pytest.raises(real_shop.FileFault):
        look(shop_file(tmp_path), handler=Handler(), out=io.StringIO(), kept=tmp_path)
    assert past.read_text(encoding="utf-8") == "{}"


if __name__ == "__main__":  # to look at it: python -m tests.unit.sandbox.test_play
    play(handler=Handler(), language=sys.argv[1] if len(sys.argv) > 1 else "fr")
