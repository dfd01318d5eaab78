"""The nouns of what it brought."""

from events.results.models.questionnaire import Questionnaire, QuestionnaireAnswer

__all__ = ["Questionnaire", "QuestionnaireAnswer"]
