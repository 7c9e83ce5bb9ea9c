"""E-mails as evidence: TPOP's invoices and warnings that the merchant forwards, and order tables pasted into a mail.

trust, receipt (who is believed) · message, parts, charset, text, pdf, lines (what a mail says, as the plain lines of
letter) · references, rows, cues, numbers, places (where one of the shop's own references stands, and what may be another
order's) · said, near, spot (what is said of it) · read (one mail) · pull (the box).
"""
