"""The next edition of an event gets its own reminder rules, and its own letters."""

from collections.abc import Mapping

from events.programme.copying import Edition, copy_row
from events.reminders.reports_edition import own_rules, own_texts


def bring_along(edition: Edition) -> Mapping[str, int]:
    """Copy what EDITION's event has of its own; how many of what.

    In the transaction of the copy. Rules that are off come along too: an event's own
    rule that is off is how it goes without. Who worded a letter stays its writer, and
    undoing leads back to the wider words, as in a first text. Locks nothing; nothing
    leaves: nobody has registered for a draft.
    """
    rules = [
        copy_row(
            rule,
            event=edition.copy,
            timeslot=rule.timeslot_id and edition.timeslots[rule.timeslot_id],
        )
        for rule in own_rules(edition.event)
    ]
    texts = [
        copy_row(
            text,
            scope=edition.copy.letter_scopes[0],
            version=1,
            before={"subject": "", "body": "", "in_use": False},
        )
        for text in own_texts(edition.event)
    ]
    return {"reminder_rules": len(rules), "letter_texts": len(texts)}
