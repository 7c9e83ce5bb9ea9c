"""What is said of TPOP's mails, in English. Keys as in mailbox_fr.py; `a|b` is singular|plural."""

from __future__ import annotations

from collections.abc import Mapping

PHRASES: Mapping[str, str] = {
    "mailbox.none": "No mail from TPOP came.",
    "mailbox.none.days": "No mail from TPOP came for {days}.",
    "mailbox.one": "1 mail read in the TPOP mailbox: it speaks of your orders.",
    "mailbox.one.not": "1 mail read in the TPOP mailbox: it speaks of none of your orders.",
    "mailbox.all": "{n} mails read in the TPOP mailbox: all speak of your orders.",
    "mailbox.some": "{n} mails read in the TPOP mailbox, {understood} of your orders.",
    "mailbox.not": "{n} mails read in the TPOP mailbox: none speaks of your orders.",
    "mailbox.understood": "of which speaks|of which speak",
    "mailbox.newest": "Last mail received {when}.",
    "mailbox.unreadable": "mail I could not read|mails I could not read",
    "mailbox.aside": "mail set aside|mails set aside",
    "mailbox.parts": "Left out of the mails read: {whys}.",
    "mailbox.unread": "older mail not read: there are too many|older mails not read: there are too many",
    # why a mail was set aside
    "mailbox.why.virus": "virus",
    "mailbox.why.spam": "spam",
    "mailbox.why.forged": "forged sender",
    "mailbox.why.other_address": "sent to another address",
    "mailbox.why.stranger": "unknown sender",
    "mailbox.why.unproven": "no proof of origin",
    "mailbox.why.no_receipt": "no receipt of its arrival",
    "mailbox.why.bad_receipt": "receipt that cannot be read",
    "mailbox.why.other_receipt": "another mail's receipt",
    # why a mail, or a part of it, was not read
    "mailbox.why.too_large": "mail too large",
    "mailbox.why.too_many_parts": "too many pieces",
    "mailbox.why.malformed": "badly made mail",
    "mailbox.why.part_malformed": "badly made piece",
    "mailbox.why.text_cut": "end of a text that is too long",
    "mailbox.why.pdf_encrypted": "PDF with a password",
    "mailbox.why.pdf_script": "PDF with a program inside",
    "mailbox.why.pdf_launch": "PDF that wants to act",
    "mailbox.why.pdf_embedded": "PDF that hides a file",
    "mailbox.why.pdf_too_large": "PDF too large",
    "mailbox.why.pdf_too_slow": "PDF too slow to read",
    "mailbox.why.pdf_broken": "damaged PDF",
    "mailbox.why.pdf_no_text": "PDF without text, like a photo",
    "mailbox.why.pdf_too_many": "too many PDFs",
    "mailbox.why.table": "attached table",
    "mailbox.why.file": "attached file",
    "mailbox.why.locked": "encrypted mail",
    "mailbox.why.picture": "picture",
    "mailbox.why.store": "mail that the box did not hand out",
    "mailbox.why.crashed": "mail that made me stumble",
    # read, and no word of TPOP's
    "mailbox.why.own_message": "one of my own mails",
    "mailbox.why.not_tpops": "mail that does not name TPOP",
    "mailbox.why.other": "another reason",
    # what kept me from reading it all
    "trouble.other.mails_not_readable": "Some mails in the TPOP mailbox could not be read.",
    "mend.other.mails_not_readable": "Open them in your mail program: do they speak of an order? "
    "An attached table is dropped in like a TPOP list, or pasted into the text of the mail.",
    "trouble.other.mail_parts": "I did not read all of the mails in the TPOP mailbox: "
    "what I left out may speak of an order.",
    "mend.other.mail_parts": "Look at what is attached to these mails. "
    "A table is dropped in like a TPOP list, or pasted into the text.",
    "trouble.other.mails_unread": "The TPOP mailbox has too many mails: I read only the newest.",
    "mend.other.mails_unread": "Forward only TPOP's mails to it: a rule in your mail program is enough.",
    "trouble.other.mail_references": "A mail of TPOP's gives a number that means two of your orders{named}: "
    "I counted it for neither.",
    "mend.other.mail_references": "Look for these mails in your mail program, and look at both orders in TPOP.",
}
