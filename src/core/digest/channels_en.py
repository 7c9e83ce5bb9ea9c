"""What each channel shows and what it never will, in English. Keys as in channels_fr.py; `a|b` is singular|plural."""

from __future__ import annotations

from collections.abc import Mapping

PHRASES: Mapping[str, str] = {
    "by.list": "in your list|in your list",
    "by.mail": "in a mail of TPOP's|in mails of TPOP's",
    "by.tracking": "shipped with tracking|shipped with tracking",
    "by.hand": "closed without tracking|closed without tracking",
    "by.nothing": "without news of TPOP|without news of TPOP",
    "found.mail": " ({n} of them by a mail)",
    "no.list": "I see nothing but your shop, not TPOP. So my silence is not an all clear.",
    "no.list.part": "Your TPOP list does not show everything: it proves what is on it, never what is missing. So my silence is not an all clear.",
    "no.list.mail": "A mail of TPOP's proves what it says; that none came proves nothing. So my silence is not an all clear.",
    "no.list.both": "Your TPOP list does not show everything, and TPOP does not write about everything: they prove what they say, never what is missing. So my silence is not an all clear.",
    "lag": "I see a problem within {span}.",
    "lag.long": "That is long for your {retention}: with a fresher TPOP list I could cover them in full.",
    "lag.seen": "My last view of TPOP: {when}; since then I know nothing of it.",
    "list.http": "TPOP list",
    "list.inbox": "dropped TPOP list",
    "lag.mail": "What TPOP writes, I see within {span} of its mail.",
    "lag.nothing": "An order that nobody prints, though, only shows after {days} without tracking.",
    "lag.alone": "An order that is missing or blocked at TPOP only shows after {days} without tracking.",
    "lag.unfed": "Without an up-to-date TPOP list I do not see what happens there.",
    "working.days": "working day|working days",
    "silent.one": "Without news: {numbers}. By eye in TPOP: is it there? Is it blocked?",
    "silent": "Without news: {numbers}. By eye in TPOP: are they there? Is one of them blocked?",
    "mails": "TPOP's mails",
    "welcome.no.tpop": "The items and addresses at TPOP.",
    "welcome.weekly": "Next TPOP list: {day}, the same way.",
    "closed.out_of_reach.cancelled-only-in-shop": "its time is over: I do not know whether TPOP produced it",
    "mend.mails": "I try again {when}. If it lasts, tell whoever installed me.",
    "who.mails": "the box of TPOP's mails",
    "many.evidence-conflicts": "two contrary words",
}
