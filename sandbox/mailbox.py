"""A mail box as SES fills it: mails of TPOP and of the merchant, each with the receipt that SES wrote. All invented.

TPOP documents no mail of its own, so these are made in many layouts (sandbox.letters); none is a format to rely on.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any, NamedTuple

TPOP = "TPOP <factures@tpop.com>"
FORWARDER = "bonjour@mugs-paris.example"
MERCHANT = f"Mugs Paris <{FORWARDER}>"
BOX = "mugs-paris@vigie.example"
ALL_PASS = {"spam": "PASS", "virus": "PASS", "spf": "PASS", "dkim": "PASS", "dmarc": "PASS"}


class Mail(NamedTuple):
    """One mail as it lies in the box. The receipt lies beside it under `<key>.receipt.json`."""

    key: str
    body: bytes
    receipt: bytes | None


def receipt(
    message_id: str,
    *,
    at: datetime,
    author: str | list[str] = TPOP,
    source: str = "bounce@tpop.com",
    recipients: tuple[str, ...] = (BOX,),
    policy: str | None = None,
    **verdicts: str,
) -> dict[str, Any]:
    """What SES hands to a function (`Records[].ses`). Verdicts by name: spam, virus, spf, dkim, dmarc."""
    time = f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}Z"
    authors = [author] if isinstance(author, str) else author
    told: dict[str, Any] = {
        "timestamp": time,
        "processingTimeMillis": 412,
        "recipients": list(recipients),
        **{f"{name}Verdict": {"status": status} for name, status in {**ALL_PASS, **verdicts}.items()},
        "action": {"type": "Lambda", "invocationType": "Event"},
    }
    if policy:
        told["dmarcPolicy"] = policy
    headers = [{"name": "From", "value": one} for one in authors]
    return {
        "mail": {
            "timestamp": time,
            "source": source,
            "messageId": message_id,
            "destination": list(recipients),
            "headersTruncated": False,
            "headers": headers,
            "commonHeaders": {"from": authors, "to": list(recipients), "subject": "…"},
        },
        "receipt": told,
    }


def letter(
    subject: str,
    *,
    author: str = TPOP,
    text: str | None = None,
    html: str | None = None,
    pdfs: Mapping[str, bytes] | None = None,
    attached: tuple[bytes, ...] = (),
    headers: Mapping[str, str] | None = None,
    at: datetime | None = None,
) -> bytes:
    """A mail as a mail program would send it."""
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"] = author, BOX, subject
    if at:
        mail["Date"] = at
    for name, value in (headers or {}).items():
        mail[name] = value
    mail["Message-ID"] = "<letter@sandbox.example>"
    if text is not None:
        mail.set_content(text, cte="quoted-printable")
        if html is not None:
            mail.add_alternative(html, subtype="html", cte="quoted-printable")
    elif html is not None:
        mail.set_content(html, subtype="html", cte="quoted-printable")
    else:
        mail.set_content("")
    for name, body in (pdfs or {}).items():
        mail.add_attachment(body, maintype="application", subtype="pdf", filename=name)
    for one in attached:
        if mail.get_content_subtype() != "mixed":
            mail.make_mixed()
        mail.attach(_wrapped(one))
    for number, part in enumerate(mail.walk()):
        if part.is_multipart() and part.get_content_maintype() == "multipart":
            part.set_boundary(f"=-sandbox-{number:02d}-=")  # the same bytes every time
    return mail.as_bytes()


def mail(name: str, body: bytes, *, at: datetime, prefix: str = "", trusted: bool = True, **said: Any) -> Mail:
    """A mail in the box under `<prefix><name>`; `said`: what the receipt says otherwise. Not trusted: no receipt."""
    beside = json.dumps(receipt(name, at=at, **said), ensure_ascii=False, indent=1).encode() if trusted else None
    return Mail(f"{prefix}{name}", body, beside)


def put(root: Path, mails: list[Mail]) -> None:
    """Drop mails into a folder, as SES and the receiving function do in a bucket."""
    for one in mails:
        path = root / one.key
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(one.body)
        if one.receipt is not None:
            path.with_name(path.name + ".receipt.json").write_bytes(one.receipt)


def _wrapped(body: bytes) -> EmailMessage:
    """A mail as an attachment to another."""
    from email import message_from_bytes

    part = EmailMessage(policy=SMTP)
    part["Content-Type"] = "message/rfc822"
    part["Content-Disposition"] = "attachment"
    part.set_payload([message_from_bytes(body, policy=SMTP)])
    return part
