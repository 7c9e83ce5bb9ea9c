"""What the commands say, in French and in English, one beside the other. Faults are those of the sources, word for word."""

from __future__ import annotations

from collections.abc import Mapping

from core.say import Language

LANGUAGES: tuple[Language, ...] = ("fr", "en")

_BOTH: Mapping[str, tuple[str, str]] = {
    "help": ("Vigie : vos commandes sont-elles toutes chez TPOP ?", "Vigie: are all your orders at TPOP?"),
    "help.inbox": ("les listes TPOP déposées en fichiers", "TPOP lists that are dropped as files"),
    "help.check": ("montrer ce que Vigie comprend d'un fichier", "show what Vigie understands of a file"),
    "help.file": ("le fichier : texte collé, CSV, page, XLSX, JSON", "the file: pasted text, CSV, page, XLSX, JSON"),
    "help.shop": ("les réglages de la boutique, en JSON", "the shop's settings, as JSON"),
    "help.language": ("fr (d'office) ou en", "fr (by default) or en"),
    "fault.file": ("{file} : je ne peux pas ouvrir ce fichier.", "{file}: I cannot open this file."),
    "fault.json": ("{file} : ce n'est pas un objet JSON.", "{file}: this is no JSON object."),
    "fault.field": ("{file} : {where} n'a pas la bonne forme.", "{file}: {where} is not in the right shape."),
    "fault.no_inbox": (
        '{file} : « tpop » n\'a pas de canal {{"channel": "inbox"}}.',
        '{file}: "tpop" has no channel {{"channel": "inbox"}}.',
    ),
    "who": ("cette liste", "this list"),
    "refused": ("PAS COMPRIS. {why}", "NOT UNDERSTOOD. {why}"),
    "refused.other": ("Je ne peux pas la lire.", "I cannot read it."),
    "lacking": ("Il me manque : {fields}", "I miss: {fields}"),
    "example": (
        'Dans les réglages du canal inbox : "columns": {{"{field}": "le titre de la colonne"}}',
        'In the settings of the inbox channel: "columns": {{"{field}": "the column\'s heading"}}',
    ),
    "kind": ("Genre : {kind}", "Kind: {kind}"),
    "kind.json": ("document JSON", "JSON document"),
    "kind.csv": ("CSV", "CSV"),
    "kind.tab": ("texte collé, cellules entre tabulations", "pasted text, cells apart by tabs"),
    "kind.bars": ("texte, cellules entre barres", "text, cells apart by bars"),
    "kind.blanks": ("texte collé, cellules entre blancs", "pasted text, cells apart by blanks"),
    "kind.lines": ("texte collé, une cellule par ligne", "pasted text, one cell a line"),
    "kind.html": ("tableau d'une page web", "table of a web page"),
    "kind.xlsx": ("classeur Excel (XLSX)", "Excel workbook (XLSX)"),
    "as_of": ("De quand : {when}{by}", "As of: {when}{by}"),
    "undated": ("rien ne le dit", "nothing tells"),
    "by.file": (" (dit dans le fichier)", " (told in the file)"),
    "by.name": (" (d'après son nom)", " (by its name)"),
    "by.rows": (" (sa ligne la plus récente)", " (its newest row)"),
    "by.": ("", ""),
    "columns": ("Colonnes comprises :", "Columns understood:"),
    "unsure": (
        "Pas départagé : {headings} pourraient être {field}. Je n'en prends aucune.",
        "Not told apart: {headings} could be {field}. I take none of them.",
    ),
    "unused": ("Vues, pas utilisées : {headings}", "Seen, not used: {headings}"),
    "rows": ("Lignes : {rows}", "Rows: {rows}"),
    "read": ("  lues : {rows} (commandes : {orders})", "  read: {rows} (orders: {orders})"),
    "aside": ("  d'une autre boutique : {rows}", "  another shop's: {rows}"),
    "lost": ("  non comprises : {rows}", "  not understood: {rows}"),
    "row": ("ligne {row}", "row {row}"),
    "every row": ("toute la liste", "the whole list"),
    "fault": ("    {where}, {field} : {problem}", "    {where}, {field}: {problem}"),
    "more faults": ("    et {count} autres", "    and {count} more"),
    "around": ("  autour du tableau, laissées : {rows}", "  around the table, left alone: {rows}"),
    "states": ("États :", "Statuses:"),
    "status.open": ("ouverte", "open"),
    "status.blocked": ("bloquée", "blocked"),
    "status.production": ("en production", "in production"),
    "status.shipped": ("expédiée", "shipped"),
    "status.cancelled": ("annulée", "cancelled"),
    "status.unknown": ("inconnu, jamais pris pour bon", "unknown, never taken for fine"),
    "proof": ("Ce que cette liste peut prouver :", "What this list can prove:"),
    "presence": ("  qu'une commande est chez TPOP : oui", "  that an order is at TPOP: yes"),
    "absence": (
        "  qu'une commande manque : oui, créée du {since} au {until}",
        "  that an order is missing: yes, created from {since} to {until}",
    ),
    "no absence": ("  qu'une commande manque : non, jamais", "  that an order is missing: no, never"),
    "days only": (
        "  le compte à rebours des 24 h : non, pour {orders} (le jour est dit sans l'heure)",
        "  the countdown of 24 h: no, for {orders} (the day is told without the hour)",
    ),
    "orders": ("commande|commandes", "order|orders"),
    "mends": ("À changer :", "To change:"),
    "mend.shop": (
        "Toutes les lignes nomment une autre boutique que {shop}. La colonne dit autre chose ? "
        'Écartez-la : "columns": {{"shop": ""}}',
        "Every row names another shop than {shop}. Does the column mean something else? "
        'Have it left alone: "columns": {{"shop": ""}}',
    ),
    "mend.as_of": (
        "Mettez la date et l'heure dans le nom du fichier : tpop-2026-11-23T0755.csv",
        "Put the date and time into the file's name: tpop-2026-11-23T0755.csv",
    ),
    "mend.lost": (
        "Corrigez les lignes non comprises : tant qu'il y en a, rien ne prouve qu'une commande manque.",
        "Mend the rows that are not understood: while there are any, nothing proves that an order is missing.",
    ),
    "mend.covers": (
        'Si vos listes portent toutes vos commandes depuis la plus ancienne : "covers": "all" dans les réglages.',
        'If your lists hold all your orders since the oldest one: "covers": "all" in the settings.',
    ),
    "mend.one_page": (
        "La page dit elle-même n'en montrer qu'une partie : affichez toutes les commandes avant de copier.",
        "The page says itself that it shows only a part: show all orders before you copy.",
    ),
    "mend.other.no_orders": ("Montrez ceci à qui prépare la liste.", "Show this to whoever prepares the list."),
    "mend.other.unreadable_fields": (
        "Montrez ceci à qui prépare la liste.",
        "Show this to whoever prepares the list.",
    ),
    "mend.created_at": (
        "Ajoutez la date et l'heure de création de chaque commande.",
        "Add the date and time of creation of every order.",
    ),
    "mend.no shop": (
        "Avec --shop boutique.json je lis par vos réglages, et je mets à part les autres boutiques.",
        "With --shop shop.json I read by your settings, and put other shops aside.",
    ),
    "field.id": ("numéro TPOP", "TPOP's number"),
    "field.reference": ("numéro de la commande en boutique", "the shop's order number"),
    "field.shop_order_id": ("identifiant de la commande en boutique", "the shop's own order id"),
    "field.shop": ("boutique", "shop"),
    "field.status": ("état", "status"),
    "field.created_at": ("reçue par TPOP", "received by TPOP"),
    "field.created_time": ("heure de réception", "hour of reception"),
    "field.block_reason": ("raison du blocage", "reason of the block"),
    "field.quantity": ("quantité", "quantity"),
    "field.tracking": ("suivi", "tracking"),
    "field.amount": ("montant, pas encore utilisé", "amount, not used yet"),
    "problem": ("ne se lit pas", "cannot be read"),
    "problem.is missing": ("il manque", "is missing"),
    "problem.is missing, and so is shop_order_id": ("il manque", "is missing"),
    "problem.is too long": ("est trop long", "is too long"),
    "problem.is too large": ("est trop grand", "is too large"),
    "problem.is not a whole number": ("n'est pas un nombre entier", "is not a whole number"),
    "problem.is below zero": ("est au-dessous de zéro", "is below zero"),
    "problem.is neither true nor false": ("ne dit ni oui ni non", "is neither true nor false"),
    "problem.is not a date that can be read": ("n'est pas une date lisible", "is not a date that can be read"),
    "problem.could be two different days": (
        "peut dire deux jours (mois et jour ?)",
        "could be two different days (month and day?)",
    ),
    "problem.differs between two rows of the same order": (
        "diffère entre deux lignes de la même commande",
        "differs between two rows of the same order",
    ),
    "problem.holds several values in one cell": ("plusieurs valeurs dans une cellule", "several values in one cell"),
    "problem.may lack a row that could not be read": (
        "il y manque peut-être une ligne qui ne se lit pas",
        "may lack a row that could not be read",
    ),
    "problem.has a quotation mark out of place": ("un guillemet mal placé", "has a quotation mark out of place"),
    "problem.has more cells than the header": ("plus de cellules que de titres", "has more cells than headings"),
    "problem.has fewer cells than the header": ("moins de cellules que de titres", "has fewer cells than headings"),
    "problem.is far too long": ("beaucoup trop longue", "is far too long"),
    "problem.has far too many cells": ("beaucoup trop de cellules", "has far too many cells"),
    "problem.has a cell that is far too long": ("une cellule beaucoup trop longue", "has a cell far too long"),
}

TEXTS: Mapping[Language, Mapping[str, str]] = {
    "fr": {key: both[0] for key, both in _BOTH.items()},
    "en": {key: both[1] for key, both in _BOTH.items()},
}
