"""Letters about a dispatched talk: to who asked for it, and to the storyteller.

Class A, each with a key of its own; who has no e-mail is rung, with words to say. The
storyteller's are in Japanese. One of class B asks after the talk how many listened.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import translation
from django.utils.translation import gettext as _

from events.outreach.letters.talk_values import talk_values, when
from events.outreach.models import TalkInquiry, TalkRequest
from events.programme.models import Storyteller
from peace.outbox.choices import LetterClass
from peace.outbox.letter import Recipient, render_letter
from peace.outbox.usecases.enqueue import enqueue

# What the call list calls them, too.
REQUESTER, STORYTELLER, AFTER = "talk_answer", "talk_storyteller", "talk_after"
STORYTELLERS_LANGUAGE = "ja"
# How long after the talk we ask how many listened.
ASK_AFTER = timedelta(hours=2)


def received(*, request: TalkRequest, now: datetime) -> None:
    """What they wrote, and the link. Who gave no address has the page itself."""
    if request.email:
        _to_requester("received", request, key="", said="", now=now)


def arranged(*, request: TalkRequest, now: datetime) -> None:
    with translation.override(request.language):
        said = _(
            "ご依頼の講話が決まりました。%(when)sに、%(storyteller)sがうかがいます。"
        )
        said %= _facts(request)
    _to_requester("arranged", request, key="", said=said, now=now, has_entry=True)
    _ask_listeners(request, now=now)
    said = _in_japanese("%(when)s、%(group)sでの講話をお願いします。", request)
    _to_storyteller("booked", request, key="", said=said, now=now)


def rearranged(*, request: TalkRequest, replaced: Storyteller, now: datetime) -> None:
    """Another time or person: requester, storyteller, and whoever was replaced."""
    with translation.override(request.language):
        said = _(
            "講話の予定が変わりました。%(when)sに、%(storyteller)sがうかがいます。"
        )
        said %= _facts(request)
    key = f":{request.event.revision}"
    _to_requester("changed", request, key=key, said=said, now=now, has_entry=True)
    _ask_listeners(request, now=now)
    is_new = replaced.pk != request.storyteller_id
    said = _in_japanese("%(group)sでの講話の予定です。%(when)sです。", request)
    name = "booked" if is_new else "moved"
    _to_storyteller(name, request, key=key, said=said, now=now)
    if is_new:
        said = _in_japanese(
            "%(group)sでの講話は、ほかの方にお願いすることになりました。", request
        )
        _to_storyteller("called_off", request, key=key, said=said, to=replaced, now=now)


def changed_for_storyteller(*, request: TalkRequest, now: datetime) -> None:
    """The group said other numbers or wrote something more."""
    said = _in_japanese("%(group)sから、人数などの変更の連絡がありました。", request)
    key = f":{now.isoformat()}"
    _to_storyteller("moved", request, key=key, said=said, now=now)


def called_off(*, request: TalkRequest, now: datetime) -> None:
    """To the storyteller: the entry in the calendar goes."""
    said = _in_japanese("%(when)s、%(group)sでの講話は、なくなりました。", request)
    _to_storyteller("called_off", request, key=":off", said=said, now=now)


def withdrawn(*, request: TalkRequest, now: datetime) -> None:
    with translation.override(request.language):
        said = _("講話のご依頼の取りやめを、受け付けました。")
    has_entry = request.event_id is not None
    _to_requester("withdrawn", request, key="", said=said, now=now, has_entry=has_entry)


def declined(*, request: TalkRequest, now: datetime) -> None:
    with translation.override(request.language):
        said = _("申し訳ありません。今回は、伝承者がうかがえません。")
    has_entry = request.event_id is not None
    _to_requester("declined", request, key="", said=said, now=now, has_entry=has_entry)


def asked_key(inquiry: TalkInquiry) -> str:
    return f"talk_asked:{inquiry.pk}:"


def asked(*, inquiry: TalkInquiry, now: datetime) -> None:
    """Can you go? With a link to answer; by phone, the answer is noted by staff."""
    request = inquiry.request
    at = when(inquiry.starts_at, STORYTELLERS_LANGUAGE)
    with translation.override(STORYTELLERS_LANGUAGE):
        story = inquiry.get_story_display()
    said = f"{at}、{request.group}で「{story}」の話をお願いできますか。"
    _to_storyteller(
        "asked",
        request,
        key=asked_key(inquiry),
        said=said,
        to=inquiry.storyteller,
        inquiry=inquiry,
        now=now,
    )


def not_needed(*, request: TalkRequest, inquiry: TalkInquiry, now: datetime) -> None:
    """They need not keep the time free."""
    at = when(inquiry.starts_at, STORYTELLERS_LANGUAGE)
    said = f"おたずねした{at}の講話は、お願いせずにすみました。"
    _to_storyteller(
        "not_needed",
        request,
        key=f"talk_not_needed:{inquiry.pk}",
        said=said,
        to=inquiry.storyteller,
        inquiry=inquiry,
        now=now,
    )


def _ask_listeners(request: TalkRequest, *, now: datetime) -> None:
    """Due when the talk is over; by e-mail only, the office rings nobody for this."""
    event = request.event
    if not request.email or event is None:
        return
    enqueue(
        key=f"talk_after:{request.pk}:{event.revision}",
        kind=AFTER,
        letter_class=LetterClass.B,
        recipient=Recipient(request.person, email=request.email),
        language=request.language,
        letter=render_letter(
            "outreach/talk_after",
            request.language,
            talk_values(request, request.language),
        ),
        about=request.about,
        due_at=event.ends_at + ASK_AFTER,
        now=now,
    )


def _to_requester(
    name: str,
    request: TalkRequest,
    *,
    key: str,
    said: str,
    now: datetime,
    has_entry: bool = False,
) -> None:
    language = request.language
    values = talk_values(request, language) | {"said": said}
    letter = f"talk_{name}" if request.email else "talk_call"
    enqueue(
        key=f"talk_{name}:{request.pk}{key}",
        kind=REQUESTER,
        letter_class=LetterClass.A,
        recipient=Recipient(request.person, email=request.email, phone=request.phone),
        language=language,
        letter=render_letter(f"outreach/{letter}", language, values),
        about=request.about,
        parts=[("talk_calendar", str(request.pk))] if has_entry else (),
        now=now,
    )


def _to_storyteller(
    name: str,
    request: TalkRequest,
    *,
    key: str,
    said: str,
    now: datetime,
    to: Storyteller | None = None,
    inquiry: TalkInquiry | None = None,
) -> None:
    person = to or request.storyteller
    if person is None:
        return
    parts: Sequence[tuple[str, str]] = ()
    if inquiry is None:
        parts = [("talk_telling", f"{request.pk}:{person.pk}")]
    values = talk_values(request, STORYTELLERS_LANGUAGE, inquiry=inquiry)
    values |= {"said": said, "storyteller_name": person.name}
    letter = f"talk_{name}" if person.email else "talk_call_storyteller"
    enqueue(
        key=key if inquiry else f"talk_{name}:{request.pk}:{person.pk}{key}",
        kind=STORYTELLER,
        letter_class=LetterClass.A,
        recipient=Recipient(person.name, email=person.email, phone=person.phone),
        language=STORYTELLERS_LANGUAGE,
        letter=render_letter(f"outreach/{letter}", STORYTELLERS_LANGUAGE, values),
        about=request.about,
        parts=parts,
        not_after=inquiry.starts_at if inquiry else None,
        now=now,
    )


def _facts(request: TalkRequest) -> dict[str, str]:
    values = talk_values(request, request.language)
    return {"when": values["when"], "storyteller": values["teller"]}


def _in_japanese(words: str, request: TalkRequest) -> str:
    values = talk_values(request, STORYTELLERS_LANGUAGE)
    return words % {"when": values["when"], "group": request.group}
