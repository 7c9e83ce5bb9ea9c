"""The generated parts of README.md and README.fr.md: the mails of the story, and the history as read back."""

from __future__ import annotations

from sandbox import show
from tools.flow_page import folder_table
from tools.story_read import Morning, story

LABELS = {
    "en": {"subject": "Subject", "sms": "SMS", "none": "no SMS", "day": "Day"},
    "fr": {"subject": "Objet", "sms": "SMS", "none": "pas de SMS", "day": "Jour"},
}


def english() -> dict[str, str]:
    return {
        "days": days("en"),
        "jours": days("fr"),
        "history": history("en"),
        "folders": folder_table(),
    }


def french() -> dict[str, str]:
    return {"jours": days("fr"), "historique": history("fr")}


def days(language: str) -> str:
    """Each morning's subject, mail and SMS, exactly as people got them."""
    return "\n\n".join(_day(morning, language) for morning in story(language).mornings)


def history(language: str) -> str:
    """The table as `make run` prints it."""
    _, _, _, *lines = show.history(story(language).rows, language)
    return "\n".join(["```", *lines, "```"])


def _day(morning: Morning, language: str) -> str:
    words, message = LABELS[language], morning.message
    sms = f"> {words['sms']} · {message.sms}" if message.sms else f"> {words['none']}"
    head = f"**{words['day']} {morning.number} · {morning.when}**"
    lines = [head, "", "```", f"{words['subject']}: {message.subject}", "", morning.mail, "```", "", sms]
    return "\n".join(lines)
