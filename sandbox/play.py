"""`make run`: plays days of a small shop through the real handler, or looks once at a real one, and prints."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from pathlib import Path
from typing import TextIO

from sandbox import real_shop, show
from sandbox.channel_demo import DEMOS, demo
from sandbox.cloud import Cloud
from sandbox.drive import KEPT, Handler, Played, Printer, call, shown
from sandbox.look import look
from sandbox.story import PARIS, SHOP, Story, event

SHOPS = ("shopify",)
"""The other platforms on which the story can be played, each a demo of its own."""
TEXTS = {
    "fr": {
        "story": "VIGIE · trois jours d'une petite boutique",
        "played": "Boutique WooCommerce et liste TPOP en miniature, par HTTP ; le vrai programme ;\n"
        "SNS, DynamoDB et SSM par moto. Tout ce qui suit est relu dans SNS et DynamoDB.",
        "played shopify": "Boutique Shopify en miniature, interrogée en GraphQL, et liste TPOP, par HTTP ;\n"
        "le vrai programme ; SNS, DynamoDB et SSM par moto. Tout ce qui suit est relu\ndans SNS et DynamoDB.",
        "story shopify": "VIGIE · trois jours d'une petite boutique, sur Shopify",
        "log": "Journal de la fonction : {}",
        "failed": "Le programme s'est arrêté : {}",
        "no demo": "Il n'y a pas de démonstration « {} ». Il y a : {}.",
    },
    "en": {
        "story": "VIGIE · three days of a small shop",
        "played": "A WooCommerce shop and a TPOP list in miniature, over HTTP; the real program;\n"
        "SNS, DynamoDB and SSM by moto. All that follows is read back from SNS and\nDynamoDB.",
        "played shopify": "A Shopify shop in miniature, spoken to in GraphQL, and a TPOP list, over HTTP;\n"
        "the real program; SNS, DynamoDB and SSM by moto. All that follows is read back\nfrom SNS and DynamoDB.",
        "story shopify": "VIGIE · three days of a small shop, on Shopify",
        "log": "The function's log: {}",
        "failed": "The program stopped: {}",
        "no demo": 'There is no demo "{}". There are: {}.',
    },
}


def play(
    *,
    language: str = "fr",
    handler: Handler | None = None,
    story: Story | None = None,
    out: TextIO | None = None,
    log: Path = KEPT / "run.log",
) -> Played:
    """The story, morning by morning."""
    story, played, words = story or Story(), Played(), show.WORDS[language]
    texts, say = TEXTS[language], Printer(out)
    on = f" {platform}" if (platform := story.world.hand.platform) in SHOPS else ""
    say(texts[f"story{on}"], "", texts[f"played{on}"], texts["log"].format(shown(log)))
    log.unlink(missing_ok=True)
    with Cloud() as cloud, story.world.open() as doors, cloud.worn():
        cloud.put_policy({"language": language})
        cloud.put_shop(SHOP, doors.parameter)
        told = 0
        for number, now in enumerate(story.mornings(), 1):
            say(*show.heading(f"{words['day']} {number} · {show.day(now.astimezone(PARIS), language)}"))
            report, failure = call(handler, event(now), log)
            played.reports.append(report)
            messages = cloud.messages()[told:]
            told += len(messages)
            played.mornings.append((now, messages))
            say.messages(messages, language, words["no mail"])
            if failure:
                raise failure
        played.rows = cloud.rows()
    say(*show.history(played.rows, language))
    return played


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="make run", description=__doc__)
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--shop", type=Path, help="JSON file with a real shop's settings (CONTRACTS section 3)")
    demos = (*SHOPS, *DEMOS)
    ways = f"the story on {', '.join(SHOPS)}; or how TPOP's side reaches Vigie: {', '.join(DEMOS)}"
    what.add_argument("--demo", help=ways)
    parser.add_argument("--language", choices=sorted(TEXTS))
    given = parser.parse_args(arguments)
    with contextlib.suppress(AttributeError):
        sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
    texts = TEXTS[given.language or "fr"]
    if given.demo is not None and given.demo not in demos:
        print(texts["no demo"].format(given.demo, ", ".join(demos)), file=sys.stderr)
        return 2
    hidden: list[str] = []
    try:
        if given.shop:
            with contextlib.suppress(real_shop.FileFault):
                hidden = real_shop.secrets(real_shop.read(given.shop)[1])
            look(given.shop, language=given.language)
        elif given.demo in SHOPS:
            play(language=given.language or "fr", story=Story(platform=given.demo))
        elif given.demo:
            demo(given.demo, language=given.language or "fr")
        else:
            play(language=given.language or "fr")
    except BrokenPipeError:  # somebody piped this into `head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except real_shop.FileFault as fault:
        print(fault, file=sys.stderr)
        return 2
    except Exception as error:
        said = f"{type(error).__name__}: {error}"
        for secret in hidden:
            said = said.replace(secret, "***")
        print(texts["failed"].format(said), texts["log"].format(shown(KEPT / "run.log")), sep="\n", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
