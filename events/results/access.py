"""The only ways to a questionnaire: by its event's address, and for staff."""

from django.http import Http404

from events.programme.choices import EventStatus
from events.programme.models import Event
from events.results.models import Questionnaire, QuestionnaireAnswer


def questionnaire_for_all(slug: str) -> Questionnaire:
    """Of an event that takes place, also one for a group alone: staff gave it out.

    A draft, a cancelled event and one without a questionnaire answer alike.
    """
    found = (
        Questionnaire.objects.select_related("event__venue")
        .filter(
            event__slug=slug,
            event__status__in=[EventStatus.PUBLISHED, EventStatus.INTERNAL],
        )
        .first()
    )
    if found is None:
        raise Http404
    return found


def questionnaire_of(event: Event) -> Questionnaire | None:
    """For staff, whom the view has let in; None where it is not switched on."""
    found = Questionnaire.objects.filter(event=event).first()
    if found:
        found.event = event
    return found


def staff_questionnaire(event: Event) -> Questionnaire:
    """The same, where there is nothing to do without one."""
    found = questionnaire_of(event)
    if found is None:
        raise Http404
    return found


def staff_answer(questionnaire: Questionnaire, pk: int) -> QuestionnaireAnswer:
    """An answer to this questionnaire with a line; another's is not there."""
    found = (
        QuestionnaireAnswer.objects.filter(questionnaire=questionnaire, pk=pk)
        .exclude(comment="")
        .first()
    )
    if found is None:
        raise Http404
    found.questionnaire = questionnaire
    return found
