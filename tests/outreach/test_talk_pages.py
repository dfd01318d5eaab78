"""The pages of a talk request: the group's, the storyteller's, the office's."""

import uuid
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from events.outreach.choices import InquiryAnswer
from events.outreach.models import TalkInquiry, TalkRequest
from events.outreach.reports_talks import candidates, open_first
from events.outreach.usecases.ask_storyteller import ask_storyteller
from events.programme.choices import Story
from peace.outbox.models import OutboxMessage
from tests import cast
from tests.cast import DAY, signed_in
from tests.outreach.talks import arranged, asked_for, first_wish, storyteller

pytestmark = pytest.mark.django_db

FORM = "/talks/request/"
LIST = "/staff/outreach/talk-requests/"


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def office():
    return signed_in(cast.aoki())


def typed(now, **values):
    return {
        "key": str(uuid.uuid4()),
        "group": "架空第三小学校",
        "kind": "PRIMARY",
        "person": "架空 先生",
        "phone": "042-576-0000",
        "moment_1": f"{timezone.localtime(now + 30 * DAY):%Y-%m-%dT%H:%M}",
        "people": "62",
        "place": "体育館",
        "address": "国立市架空1-2-3",
    } | values


class TestTheForm:
    def test_a_phone_number_is_enough_and_the_page_is_the_receipt(self, client, now):
        page = client.post(FORM, typed(now), follow=True)

        made = TalkRequest.objects.get()
        assert made.phone == "0425760000"
        assert "ご依頼を受け付けました" in page.content.decode()
        assert OutboxMessage.objects.count() == 0

    def test_the_same_form_twice_is_one_request(self, client, now):
        data = typed(now)
        first, second = client.post(FORM, data), client.post(FORM, data)

        assert first["Location"] == second["Location"]
        assert TalkRequest.objects.count() == 1

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"phone": ""}, "どちらかを入力してください"),
            ({"moment_1": "2020-01-01T10:00"}, "これからの日付"),
            ({"moment_1": "2199-01-01T10:00"}, "1年半より先"),
            ({"moment_1": "soon"}, "日付と時刻を確かめて"),
            ({"people": "0"}, "1人から"),
            ({"kind": "NOBODY"}, "どんな団体かを選んで"),
            ({"group": ""}, "名前を入れてください"),
        ],
    )
    def test_a_refusal_says_what_is_needed_and_keeps_what_was_typed(
        self, client, now, wrong, said
    ):
        page = client.post(FORM, typed(now, **wrong))

        text = page.content.decode()
        assert page.status_code == 200
        assert said in text
        assert "国立市架空1-2-3" in text
        assert not TalkRequest.objects.exists()

    def test_a_machine_is_slowed_down(self, client, now):
        cache.clear()
        answers = [client.post(FORM, {}).status_code for _ in range(32)]

        assert answers[:30] == [200] * 30
        assert answers[-1] == 429
        cache.clear()

    def test_a_line_break_in_a_name_reaches_no_header(self, client, now):
        data = typed(now, email="a@example.jp", group="学校\r\nBcc: x@example.jp")
        client.post(FORM, data)

        for letter in OutboxMessage.objects.all():
            assert "\n" not in letter.subject


class TestTheGroupsOwnPage:
    def test_a_get_changes_nothing(self, client, now):
        made = arranged(now=now)
        before = TalkRequest.objects.values().get()
        for path in ("", "change/", "withdraw/", "listeners/", "talk.ics"):
            client.get(made.url + path)

        assert TalkRequest.objects.values().get() == before

    def test_after_the_talk_it_asks_how_many_listened(self, client, now):
        made = arranged(now=now - 60 * DAY)
        assert 'name="listeners"' in client.get(made.url).content.decode()
        page = client.post(f"{made.url}listeners/", {"listeners": "5", "young": "9"})
        assert "より多くなっています" in page.content.decode()
        client.post(f"{made.url}listeners/", {"listeners": "58", "young": "54"})

        made.refresh_from_db()
        assert (made.status, made.listeners) == ("HELD", 58)

    def test_a_cut_link_gets_a_kind_page(self, client, now):
        made = asked_for(now=now)
        page = client.get(made.url[:-3] + "/")

        assert page.status_code == 404
        assert "このリンクでは開けませんでした" in page.content.decode()


class TestTheStorytellersPage:
    @pytest.fixture
    def inquiry(self, now):
        return ask_storyteller(
            request=asked_for(now=now),
            storyteller=storyteller(),
            story=Story.HIROSHIMA,
            starts_at=first_wish(now),
            actor="user:1",
            now=now,
        )

    def test_a_link_scanner_answers_nothing(self, client, inquiry):
        client.get(inquiry.url)
        client.head(inquiry.url)
        client.post(inquiry.url, {"answer": "MAYBE"})

        inquiry.refresh_from_db()
        assert inquiry.answer == ""

    def test_a_button_answers_and_the_contact_is_shown_once_booked(
        self, client, inquiry, now
    ):
        page = client.get(inquiry.url).content.decode()
        assert "teacher@example.jp" not in page
        client.post(inquiry.url, {"answer": "YES"})
        inquiry.refresh_from_db()
        assert (inquiry.answer, inquiry.answered_by) == ("YES", "storyteller")
        arranged(now=now, request=inquiry.request, teller=inquiry.storyteller)

        page = client.get(inquiry.url).content.decode()
        assert "teacher@example.jp" in page
        page = client.post(inquiry.url, {"answer": "NO"}).content.decode()
        assert "もう決まりました" in page

    def test_the_groups_link_is_no_storytellers_link(self, client, inquiry):
        token = inquiry.request.signed_token
        assert client.get(f"/talks/answer/{token}/").status_code == 404


class TestTheOffice:
    def test_it_asks_hears_and_decides(self, office, now):
        made, teller = asked_for(now=now), storyteller()
        page = f"{LIST}{made.pk}/"
        assert "メールで聞く" in office.get(page).content.decode()
        office.post(
            f"{page}ask/",
            {
                "storyteller": teller.pk,
                "story": "HIROSHIMA",
                "starts_at": first_wish(now).isoformat(),
            },
        )
        inquiry = TalkInquiry.objects.get()
        office.post(f"{page}inquiries/{inquiry.pk}/answer/", {"answer": "YES"})
        form = office.get(f"{page}arrange/?inquiry={inquiry.pk}").context["form"]
        assert form.initial["storyteller"] == teller.pk
        office.post(
            f"{page}arrange/",
            {
                "starts_at": f"{first_wish(now):%Y-%m-%dT%H:%M}",
                "minutes": "35",
                "storyteller": str(teller.pk),
                "story": "HIROSHIMA",
                "is_public": "",
            },
        )

        made.refresh_from_db()
        assert made.status == "ARRANGED"
        assert made.event.starts_at == first_wish(now)
        assert made.event.is_internal

    def test_a_busy_storyteller_is_refused_in_words(self, office, now):
        teller = storyteller()
        arranged(now=now, teller=teller)
        second = asked_for(now=now)
        page = office.post(
            f"{LIST}{second.pk}/arrange/",
            {
                "starts_at": f"{first_wish(now):%Y-%m-%dT%H:%M}",
                "minutes": "35",
                "storyteller": str(teller.pk),
                "story": "HIROSHIMA",
            },
        )

        assert "ほかの方か、ほかの時刻にしてください" in page.content.decode()

    def test_who_is_free_and_tells_that_story_and_least_comes_first(self, now):
        busy = storyteller("1 忙しい")
        arranged(now=now, teller=busy)
        often = storyteller("2 多い")
        arranged(now=now, teller=often, at=first_wish(now) + 5 * DAY)
        near = storyteller("3 近い")
        arranged(now=now, teller=near, at=first_wish(now) + timedelta(minutes=60))
        storyteller("4 別の話", stories=["NAGASAKI"])
        storyteller("5 空き")
        storyteller("6 休み", is_active=False)
        made = asked_for(now=now)

        found = candidates(made, at=first_wish(now))
        names = [each.storyteller.name[:1] for each in found]
        assert names == ["5", "2", "3", "4", "1"]

    def test_what_is_to_do_comes_first(self, now):
        late = asked_for(now=now - 20 * DAY)
        fresh = asked_for(now=now)
        arranged(now=now)

        lines = open_first(now)
        assert [line.request for line in lines[:2]] == [late, fresh]
        assert (lines[0].is_late, lines[1].is_late) == (True, False)
        assert lines[2].next_step == ""

    def test_a_refusal_needs_a_reason(self, office, now):
        made = asked_for(now=now)
        page = office.post(f"{LIST}{made.pk}/decline/", {"reason": ""})
        assert "理由を書いてください" in page.content.decode()
        office.post(f"{LIST}{made.pk}/decline/", {"reason": "日が合いません。"})

        made.refresh_from_db()
        assert made.status == "DECLINED"

    def test_the_storytellers_feed_shows_a_schools_talk_without_an_address(
        self, client, now
    ):
        teller = storyteller()
        made = arranged(now=now, teller=teller)
        path = reverse("feeds:storyteller-calendar", args=[teller.calendar_code])
        feed = client.get(path)

        text = feed.content.decode()
        assert made.event.slug in text
        assert "URL" not in text

    def test_answers_count_the_yes(self, now):
        made = asked_for(now=now)
        TalkInquiry.objects.create(
            request=made,
            storyteller=storyteller(),
            starts_at=first_wish(now),
            story="HIROSHIMA",
            answer=InquiryAnswer.YES,
            asked_at=now,
            asked_by="user:1",
        )
        TalkRequest.objects.update(status="ASKING")

        (line,) = open_first(now)
        assert line.next_step == "引き受ける方がいます。決める"
