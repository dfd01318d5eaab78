"""Tests of the three languages: texts, readings, dates, names."""
