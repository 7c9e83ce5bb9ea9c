"""One look at a real shop, read-only: AWS's side is local, and the history is kept on disk between runs."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import TextIO

from sandbox import real_shop, show
from sandbox.cloud import Cloud
from sandbox.drive import KEPT, Handler, Played, Printer, call, shown
from sandbox.story import PARIS

TEXTS = {
    "fr": {
        "real": "VIGIE · un regard sur {}, en lecture seule",
        "unsent": "Rien n'a été envoyé : voici ce qui l'aurait été.",
        "nothing": "Rien de neuf à dire.",
        "kept": "Historique gardé pour la prochaine fois : {}",
        "inbox": "Listes TPOP à déposer sous : {}/<prefix>",
        "log": "Journal de la fonction : {}",
    },
    "en": {
        "real": "VIGIE · one look at {}, read-only",
        "unsent": "Nothing was sent: this is what would have been.",
        "nothing": "No news to tell.",
        "kept": "History kept for the next time: {}",
        "inbox": "TPOP lists go below: {}/<prefix>",
        "log": "The function's log: {}",
    },
}


def look(
    path: Path,
    *,
    language: str | None = None,
    handler: Handler | None = None,
    out: TextIO | None = None,
    kept: Path = KEPT,
) -> Played:
    """One run for the real shop of that file. Read-only there; only the history on this disk changes."""
    shop, settings = real_shop.read(path)
    own = settings.get("policy", {}).get("language")
    spoken = language or (own if own in TEXTS else "fr")
    texts, say, log = TEXTS[spoken], Printer(out), kept / "run.log"
    if language:
        settings["policy"] = {**settings.get("policy", {}), "language": language}
    settings["topic_arn"] = None  # a real topic does not exist here, and nobody is to be told
    past = kept / f"history-{shop}.json"
    rows = real_shop.load_history(past)
    inbox = os.environ.get("VIGIE_INBOX_BUCKET", "")
    inbox = inbox if "/" in inbox else str(kept)
    say(texts["real"].format(shop), texts["unsent"], "")
    log.unlink(missing_ok=True)
    played = Played()
    with Cloud() as cloud:
        cloud.environment["VIGIE_INBOX_BUCKET"] = inbox
        cloud.put_shop(shop, settings)
        cloud.load(rows)
        with cloud.worn():
            report, failure = call(handler, {"run": "daily"}, log)
        # also after a failure: what was recorded until then is true
        real_shop.save_history(past, cloud.dump())
        played.reports.append(report)
        messages = cloud.messages()
        played.mornings.append((datetime.now(PARIS), messages))
        played.rows = cloud.rows()
    say.messages(messages, spoken, texts["nothing"])
    say(*show.history(played.rows, spoken), "", texts["kept"].format(shown(past)))
    if any(channel.get("channel") == "inbox" for channel in settings.get("tpop", [])):
        say(texts["inbox"].format(shown(Path(inbox))))
    say(texts["log"].format(shown(log)))
    if failure:
        raise failure
    return played
