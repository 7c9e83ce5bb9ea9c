"""What is said of TPOP's mails, in French. Keys as in mailbox_en.py; `a|b` is singular|plural."""

from __future__ import annotations

from collections.abc import Mapping

PHRASES: Mapping[str, str] = {
    "mailbox.none": "Aucun mail de TPOP reçu.",
    "mailbox.none.days": "Aucun mail de TPOP reçu depuis {days}.",
    "mailbox.one": "1 mail lu dans la boîte TPOP : il parle de vos commandes.",
    "mailbox.one.not": "1 mail lu dans la boîte TPOP : il ne parle d'aucune de vos commandes.",
    "mailbox.all": "{n} mails lus dans la boîte TPOP : tous parlent de vos commandes.",
    "mailbox.some": "{n} mails lus dans la boîte TPOP, dont {understood} de vos commandes.",
    "mailbox.not": "{n} mails lus dans la boîte TPOP : aucun ne parle de vos commandes.",
    "mailbox.understood": "qui parle|qui parlent",
    "mailbox.newest": "Dernier mail reçu {when}.",
    "mailbox.unreadable": "mail illisible|mails illisibles",
    "mailbox.aside": "mail écarté|mails écartés",
    "mailbox.parts": "Laissé de côté dans les mails lus : {whys}.",
    "mailbox.unread": "mail plus ancien pas lu : il y en a trop|mails plus anciens pas lus : il y en a trop",
    # why a mail was set aside
    "mailbox.why.virus": "virus",
    "mailbox.why.spam": "indésirable",
    "mailbox.why.forged": "expéditeur usurpé",
    "mailbox.why.other_address": "écrit à une autre adresse",
    "mailbox.why.stranger": "expéditeur inconnu",
    "mailbox.why.unproven": "preuve d'origine absente",
    "mailbox.why.no_receipt": "reçu d'arrivée absent",
    "mailbox.why.bad_receipt": "reçu d'arrivée illisible",
    "mailbox.why.other_receipt": "reçu d'arrivée d'un autre mail",
    # why a mail, or a part of it, was not read
    "mailbox.why.too_large": "mail trop gros",
    "mailbox.why.too_many_parts": "trop de morceaux",
    "mailbox.why.malformed": "mail mal formé",
    "mailbox.why.part_malformed": "morceau mal formé",
    "mailbox.why.text_cut": "fin d'un texte trop long",
    "mailbox.why.pdf_encrypted": "PDF protégé par un mot de passe",
    "mailbox.why.pdf_script": "PDF qui contient un programme",
    "mailbox.why.pdf_launch": "PDF qui voudrait agir",
    "mailbox.why.pdf_embedded": "PDF qui cache un fichier",
    "mailbox.why.pdf_too_large": "PDF trop gros",
    "mailbox.why.pdf_too_slow": "PDF trop long à lire",
    "mailbox.why.pdf_broken": "PDF abîmé",
    "mailbox.why.pdf_no_text": "PDF sans texte, comme une photo",
    "mailbox.why.pdf_too_many": "trop de PDF",
    "mailbox.why.table": "tableau joint",
    "mailbox.why.file": "fichier joint",
    "mailbox.why.locked": "mail chiffré",
    "mailbox.why.picture": "image",
    "mailbox.why.store": "mail que la boîte n'a pas donné",
    "mailbox.why.crashed": "mail qui m'a fait trébucher",
    # read, and no word of TPOP's
    "mailbox.why.own_message": "l'un de mes propres mails",
    "mailbox.why.not_tpops": "mail qui ne nomme pas TPOP",
    "mailbox.why.other": "autre raison",
    # what kept me from reading it all
    "trouble.other.mails_not_readable": "Je n'ai pas pu lire certains mails de la boîte TPOP.",
    "mend.other.mails_not_readable": "Ouvrez-les dans votre messagerie : parlent-ils d'une commande ? "
    "Un tableau joint se dépose comme une liste TPOP, ou se colle dans le texte du mail.",
    "trouble.other.mail_parts": "Je n'ai pas tout lu des mails de la boîte TPOP : "
    "ce que j'ai laissé de côté parle peut-être d'une commande.",
    "mend.other.mail_parts": "Regardez les pièces jointes de ces mails. "
    "Un tableau se dépose comme une liste TPOP, ou se colle dans le texte.",
    "trouble.other.mails_unread": "La boîte TPOP a trop de mails : je n'ai lu que les plus récents.",
    "mend.other.mails_unread": "N'y faites suivre que les mails de TPOP : une règle de votre messagerie y suffit.",
    "trouble.other.mail_references": "Un mail de TPOP donne un numéro qui désigne deux de vos commandes{named} : "
    "je ne l'ai compté pour aucune.",
    "mend.other.mail_references": "Cherchez ces mails dans votre messagerie, et regardez les deux commandes dans TPOP.",
}
