"""The only ways to a talk request: the requester's link, the storyteller's, staff."""

from django.db.models import QuerySet
from django.http import Http404

from events.outreach.models import TalkInquiry, TalkRequest
from events.outreach.models.talk_request import read_inquiry_token, read_talk_token


class TalkLinkCut(Exception):
    """The link was cut off or made up; a kind page says what to do."""


def _requests() -> QuerySet[TalkRequest]:
    return TalkRequest.objects.select_related("event__venue", "storyteller")


def talk_by_link(token: str) -> TalkRequest:
    """The request of a private link. Raises TalkLinkCut, for a missing one too."""
    code = read_talk_token(token)
    found = _requests().filter(code=code).first() if code else None
    if found is None:
        raise TalkLinkCut
    return found


def inquiry_by_link(token: str) -> TalkInquiry:
    """What a storyteller was asked. Raises TalkLinkCut."""
    code = read_inquiry_token(token)
    found = (
        TalkInquiry.objects.select_related("request__event__venue", "storyteller")
        .filter(code=code)
        .first()
        if code
        else None
    )
    if found is None:
        raise TalkLinkCut
    return found


def staff_talk(pk: int) -> TalkRequest:
    """Any request, for the city's own staff, whom the view has let in."""
    found = _requests().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def staff_inquiry(request: TalkRequest, pk: int) -> TalkInquiry:
    """A question about this request; another's is not there."""
    found = (
        TalkInquiry.objects.filter(request=request, pk=pk)
        .select_related("storyteller", "request")
        .first()
    )
    if found is None:
        raise Http404
    return found
