"""E-mails as evidence: TPOP's invoices and warnings that the merchant forwards, and order tables pasted into a mail.

receipt (who is trusted) · message, text, pdf (what a mail says, as plain lines) · rows, cues, spot (where one of the
shop's own references stands) · said (what is said of it) · read (one mail) · pull (the box).
"""
