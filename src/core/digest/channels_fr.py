"""What each channel shows and what it never will, in French. Keys as in channels_en.py; `a|b` is singular|plural."""

from __future__ import annotations

from collections.abc import Mapping

PHRASES: Mapping[str, str] = {
    "by.list": "dans votre liste|dans votre liste",
    "by.mail": "dans un mail de TPOP|dans des mails de TPOP",
    "by.tracking": "expédiée avec suivi|expédiées avec suivi",
    "by.hand": "fermée sans suivi|fermées sans suivi",
    "by.nothing": "sans nouvelles de TPOP|sans nouvelles de TPOP",
    "found.mail": " (dont {n} par un mail)",
    "no.list": "Je ne vois que votre boutique, pas TPOP. Mon silence n'est donc pas un feu vert.",
    "no.list.part": "Votre liste TPOP ne montre pas tout : elle prouve ce qui y est, jamais ce qui manque. Mon silence n'est donc pas un feu vert.",
    "no.list.mail": "Un mail de TPOP prouve ce qu'il dit ; son absence ne prouve rien. Mon silence n'est donc pas un feu vert.",
    "no.list.both": "Votre liste TPOP ne montre pas tout, et TPOP n'écrit pas pour tout : ils prouvent ce qu'ils disent, jamais ce qui manque. Mon silence n'est donc pas un feu vert.",
    "lag": "Je vois un problème en {span} au plus.",
    "lag.long": "C'est long pour vos {retention} : avec une liste TPOP plus fraîche, je les couvrirais en entier.",
    "lag.seen": "Ma dernière vue de TPOP : {when} ; depuis, je n'en sais rien.",
    "list.http": "liste TPOP",
    "list.inbox": "liste TPOP déposée",
    "lag.mail": "Ce que TPOP écrit, je le vois en {span} au plus après son mail.",
    "lag.nothing": "Une commande que personne n'imprime, elle, ne se voit qu'après {days} sans suivi.",
    "lag.alone": "Une commande absente de TPOP, ou bloquée là-bas, ne se trahit qu'après {days} sans suivi.",
    "lag.unfed": "Sans liste TPOP à jour, je ne vois pas ce qui s'y passe.",
    "working.days": "jour ouvré|jours ouvrés",
    "silent.one": "Sans nouvelles : {numbers}. À l'œil dans TPOP : y est-elle ? Est-elle bloquée ?",
    "silent": "Sans nouvelles : {numbers}. À l'œil dans TPOP : y sont-elles ? L'une est-elle bloquée ?",
    "mails": "mails de TPOP",
    "welcome.no.tpop": "Les articles et les adresses chez TPOP.",
    "welcome.weekly": "Prochaine liste TPOP : {day}, du même geste.",
    "closed.out_of_reach.cancelled-only-in-shop": "délai passé : je ne sais pas si TPOP l'a produite",
    "mend.mails": "Je réessaie {when}. Si cela dure, prévenez qui m'a installée.",
    "who.mails": "la boîte des mails de TPOP",
    "many.evidence-conflicts": "deux avis contraires",
}
