"""A questionnaire after an event: answers that belong to nobody, and what they show."""

import io
import uuid
from datetime import time, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from events.door.models import HandCount
from events.programme.afterwards import survey_of
from events.programme.choices import EventStatus
from events.registration.models import WalkIn
from events.results.choices import AnswerWay
from events.results.models import Questionnaire, QuestionnaireAnswer
from events.results.reports import came_to, standing, standings
from events.results.reports_year import year_of_questionnaires
from events.results.usecases.answer import NotOpen, Said, answer, undo_paper
from events.results.usecases.switch_questionnaire import (
    AnsweredAlready,
    ClosesTooEarly,
    change_times,
    switch_off,
    switch_on,
)
from peace.audit.models import AuditEntry
from peace.language.dates import jst
from tests import cast
from tests.cast import DAY, HOUR, NOW, signed_in

pytestmark = pytest.mark.django_db


def switched_on(now=NOW, *, slug="talk", opens=-HOUR, closes=DAY, **values):
    event = cast.event(slug=slug, now=now, starts_at=now - 2 * HOUR, **values)
    return Questionnaire.objects.create(
        event=event, opens_at=now + opens, closes_at=now + closes
    )


def say(found, *, way=AnswerWay.LINK, key=None, now=NOW, **said):
    return answer(
        questionnaire=found,
        said=Said(**said),
        way=way,
        form_key=key or uuid.uuid4(),
        now=now,
    )


def address(found):
    return f"/events/{found.event.slug}/questionnaire/"


class TestSwitching:
    def test_it_opens_after_the_first_timeslot_and_closes_after_14_days(self):
        event = cast.event(slots=3)
        made = switch_on(event=event, actor="user:1", now=NOW)
        again = switch_on(event=event, actor="user:1", now=NOW)

        assert made.pk == again.pk
        assert made.opens_at == event.starts_at + timedelta(minutes=45)
        assert made.closes_at == cast.tokyo(event.ends_at, days=15, at=time())

    def test_an_exhibition_can_be_answered_while_it_is_on(self):
        made = switch_on(event=cast.event(slots=0), actor="user:1", now=NOW)

        assert made.opens_at == made.event.starts_at

    def test_it_is_taken_away_only_while_nobody_has_answered(self):
        found = switched_on()
        say(found, visit="FIRST")
        with pytest.raises(AnsweredAlready):
            switch_off(questionnaire=found, actor="user:1", now=NOW)
        QuestionnaireAnswer.objects.all().delete()
        switch_off(questionnaire=found, actor="user:1", now=NOW)

        assert not Questionnaire.objects.exists()

    def test_it_cannot_close_before_it_opens(self):
        with pytest.raises(ClosesTooEarly):
            change_times(
                questionnaire=switched_on(),
                opens_at=NOW,
                closes_at=NOW,
                actor="user:1",
                now=NOW,
            )

    def test_letters_learn_of_it_while_it_is_open(self):
        found = switched_on()
        survey = survey_of(found.event, NOW)

        assert survey.url.endswith("/events/talk/questionnaire/?w=link")
        assert (survey.questions, survey.closes_at) == (5, found.closes_at)
        assert survey_of(found.event, NOW + 2 * DAY) is None


class TestAnswering:
    def test_the_same_form_twice_is_one_answer(self):
        found, key = switched_on(), uuid.uuid4()

        assert say(found, key=key, visit="FIRST")
        assert not say(found, key=key, visit="AGAIN")
        assert QuestionnaireAnswer.objects.get().visit == "FIRST"

    def test_an_empty_form_is_no_answer(self):
        assert not say(switched_on())
        assert not QuestionnaireAnswer.objects.exists()

    @pytest.mark.parametrize("now", [NOW - 2 * HOUR, NOW + DAY])
    def test_before_and_after_nobody_answers(self, now):
        with pytest.raises(NotOpen):
            say(switched_on(), now=now, visit="FIRST")

    def test_paper_may_be_typed_in_after_the_end(self):
        found = switched_on()

        assert say(found, way=AnswerWay.PAPER, now=NOW + 5 * DAY, visit="FIRST")

    def test_nothing_of_who_or_when_is_kept(self):
        """Neither beside the answer nor in the audit trail, which has an hour."""
        found = switched_on()
        before = AuditEntry.objects.count()
        say(found, comment="よく聞こえました。")

        kept = {each.name for each in QuestionnaireAnswer._meta.concrete_fields}
        assert kept == {
            *("id", "questionnaire", "form_key", "way", "day", "visit", "age_band"),
            *("heard_from", "satisfaction", "comment", "is_quotable"),
        }
        assert AuditEntry.objects.count() == before

    def test_only_todays_paper_is_taken_back(self):
        found, key = switched_on(), uuid.uuid4()
        say(found, way=AnswerWay.PAPER, key=key, visit="FIRST")

        assert not undo_paper(questionnaire=found, form_key=key, now=NOW + DAY)
        assert undo_paper(questionnaire=found, form_key=key, now=NOW)
        assert not undo_paper(questionnaire=found, form_key=key, now=NOW)


class TestThePage:
    @pytest.mark.parametrize("language", ["", "/en", "/ja-easy"])
    def test_it_is_light_and_leaves_no_cookie(self, client, language):
        found = switched_on(timezone.now())
        with CaptureQueriesContext(
            connection,
        ) as statements:
            page = client.get(language + address(found))

        assert page.status_code == 200
        assert not page.cookies
        assert len(statements) <= 3
        assert len(page.content) < 25_000

    def test_an_answer_needs_no_session_and_no_mark(self):
        found = switched_on(timezone.now())
        client = Client(enforce_csrf_checks=True)
        data = {
            "form_key": str(uuid.uuid4()),
            "w": "wall",
            "satisfaction": "5",
            "visit": "FIRST",
            "age_band": "no-such",
            "comment": "x" * 400,
        }
        for _ in range(2):
            page = client.post(address(found), {**data, "age_band": ""})

        said = QuestionnaireAnswer.objects.get()
        assert page["Location"].endswith("/questionnaire/thanks/")
        assert not page.cookies
        assert (said.way, said.satisfaction, said.visit) == ("WALL", 5, "FIRST")

    def test_too_long_a_line_is_kept_as_typed(self, client):
        found = switched_on(timezone.now())
        page = client.post(address(found), {"comment": "あ" * 401})

        assert page.status_code == 200
        assert "あ" * 401 in page.content.decode()
        assert not QuestionnaireAnswer.objects.exists()

    def test_closed_and_not_open_say_so(self, client):
        now = timezone.now()
        early = switched_on(now, slug="early", opens=HOUR)
        late = switched_on(now, slug="late", closes=-timedelta(minutes=1))

        assert "から答えられます" in client.get(address(early)).content.decode()
        page = client.post(address(late), {"visit": "FIRST"})
        assert "終わりました" in page.content.decode()
        assert not QuestionnaireAnswer.objects.exists()

    def test_one_for_a_group_alone_opens_by_its_address_a_draft_does_not(self, client):
        now = timezone.now()
        group = switched_on(now, slug="group", status=EventStatus.INTERNAL)
        draft = switched_on(now, slug="draft", status=EventStatus.DRAFT)

        assert client.get(address(group)).status_code == 200
        assert client.get(address(draft)).status_code == 404
        assert client.get("/events/none/questionnaire/").status_code == 404


class TestTyping:
    @pytest.fixture
    def office(self):
        return signed_in(cast.aoki())

    def test_digits_of_either_width_make_an_answer(self, office):
        found = switched_on(timezone.now())
        page = office.post(
            "/staff/events/talk/questionnaire/typing/",
            {"visit": "1", "age_band": "５", "heard_from": "9", "satisfaction": "1"},
        )

        said = QuestionnaireAnswer.objects.get(questionnaire=found)
        assert "typed=1" in page["Location"]
        assert (said.visit, said.age_band, said.way) == ("FIRST", "OVER_70", "PAPER")
        assert (said.heard_from, said.satisfaction) == ("OTHER", 5)

    def test_another_digit_and_an_empty_row_are_refused_and_kept(self, office):
        switched_on(timezone.now())
        path = "/staff/events/talk/questionnaire/typing/"

        assert "1から2の数字" in office.post(path, {"visit": "7"}).content.decode()
        assert "空の行" in office.post(path, {}).content.decode()
        assert not QuestionnaireAnswer.objects.exists()

    def test_the_last_row_is_taken_back(self, office):
        switched_on(timezone.now())
        path = "/staff/events/talk/questionnaire/typing/"
        page = office.post(path, {"visit": "1"}, follow=True)
        assert "これを取り消す" in page.content.decode()
        key = QuestionnaireAnswer.objects.get().form_key
        office.post(f"{path}undo/", {"form_key": str(key), "typed": "1"})

        assert not QuestionnaireAnswer.objects.exists()


class TestResults:
    def fill(self, found, **counts):
        for value, count in counts.items():
            for _ in range(count):
                say(found, visit=value)

    def test_the_rate_is_of_those_who_came(self):
        found = switched_on()
        WalkIn.objects.bulk_create(
            WalkIn(timeslot=found.event.timeslots.first(), actor="x", at=NOW)
            for _ in range(40)
        )
        self.fill(found, FIRST=12, AGAIN=8)

        figures = standing(found)
        assert (figures.answers, figures.came, figures.rate) == (20, 40, 50)

    def test_small_cells_are_hidden_with_a_neighbour(self):
        found = switched_on()
        self.fill(found, FIRST=3, AGAIN=20)

        cells = standing(found).of("visit").cells
        assert [cell.count for cell in cells] == [None, None, 0]

    def test_a_year_adds_up_only_what_is_shown(self):
        small = switched_on(slug="small", closes=-timedelta(minutes=1))
        large = switched_on(slug="large", closes=-timedelta(minutes=1))
        for found, first in ((small, 3), (large, 9)):
            for value, count in (("FIRST", first), ("AGAIN", 20)):
                QuestionnaireAnswer.objects.bulk_create(
                    QuestionnaireAnswer(
                        questionnaire=found,
                        way="LINK",
                        day=jst(NOW).date(),
                        visit=value,
                    )
                    for _ in range(count)
                )

        (year,) = year_of_questionnaires(jst(NOW).date(), now=NOW)
        _title, cells, hidden = year.sums[0]
        assert [cell.count for cell in cells] == [9, 20, 0]
        assert hidden == 23
        assert year.answers == 52

    def test_the_breakdown_waits_until_it_has_closed(self):
        found = switched_on(timezone.now())
        self.fill_today(found, 12)
        office = signed_in(cast.aoki())
        path = "/staff/events/talk/questionnaire/"
        assert "受付が終わってから" in office.get(path).content.decode()
        office.post(f"{path}times/", {"close": "1"})
        assert 'id="q-visit"' in office.get(path).content.decode()

    def fill_today(self, found, count):
        for _ in range(count):
            say(found, now=timezone.now(), visit="FIRST", satisfaction=5)

    def test_helpers_and_visitors_counts_are_not_added(self):
        event = cast.event(slots=0)
        for by_visitor, count in ((True, 3), (False, 5)):
            for _ in range(count):
                HandCount.objects.create(
                    event=event, is_by_visitor=by_visitor, actor="x", at=NOW
                )

        assert came_to([event.pk])[event.pk] == 5

    def test_figures_take_as_many_statements_for_one_as_for_many(self):
        found = [switched_on(slug=f"talk-{number}") for number in range(3)]

        with CaptureQueriesContext(connection) as one:
            standings(found[:1])
        with CaptureQueriesContext(connection) as many:
            standings(found)
        assert len(one) == len(many) <= 8

    def test_the_export_has_no_day_and_no_order(self):
        found = switched_on(timezone.now())
        for number in range(30):
            say(found, now=timezone.now(), comment=f"{number:02d}")
        office = signed_in(cast.aoki())

        def lines():
            page = office.get("/staff/events/talk/questionnaire/export/")
            sheet = load_workbook(io.BytesIO(page.content)).active
            return [row[4] for row in sheet.iter_rows(min_row=2, values_only=True)]

        first, second = lines(), lines()
        assert sorted(first) == sorted(second) == [f"{n:02d}" for n in range(30)]
        assert first != second

    def test_a_line_is_marked_and_never_changed(self):
        found = switched_on(timezone.now())
        say(found, now=timezone.now(), comment="よく聞こえました。")
        line = QuestionnaireAnswer.objects.get()
        office = signed_in(cast.aoki())
        path = f"/staff/events/talk/questionnaire/lines/{line.pk}/"
        office.post(path, {"yes": "1"})

        line.refresh_from_db()
        assert (line.is_quotable, line.comment) == (True, "よく聞こえました。")
        office.post(path, {"no": "1"})
        line.refresh_from_db()
        assert not line.is_quotable
