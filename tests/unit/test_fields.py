"""Marks are taken as the fields they are made of take them, quickly or not."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import Schema, ValidationError, fields, validate

from schemas.fields import Marks, mark_field


class Quick(Schema):
    marks = Marks(validate=validate.Length(min=1, max=3))


class Slow(Schema):
    marks = fields.Dict(
        keys=fields.String(validate=validate.Length(min=1, max=120)),
        values=mark_field(),
        required=True,
        validate=validate.Length(min=1, max=3),
    )


QUICK, SLOW = Quick(), Slow()

NAMES = st.one_of(st.text(max_size=4), st.just("x" * 121), st.integers(), st.none())
GIVEN = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.decimals(allow_nan=True),
    st.text(max_size=20),
    st.sampled_from(["7.5", "7.50", "1e2", "-0", "NaN", "Infinity", "1000001", " 7", "٣", "7" * 40]),
    st.lists(st.integers(), max_size=1),
    st.dictionaries(st.text(max_size=1), st.integers(), max_size=1),
)


def taken(schema, data):
    """Return what comes of the data, as text that tells 7.5 from 7.50, or what is said against it."""
    try:
        return repr(schema.load(data))
    except ValidationError as error:
        return error.messages


@given(st.one_of(st.dictionaries(NAMES, GIVEN, max_size=4), GIVEN))
def test_marks_come_to_what_a_plain_dict_of_marks_comes_to(given_marks):
    data = {"marks": given_marks}
    assert taken(QUICK, data) == taken(SLOW, data)
    assert taken(QUICK, data) == taken(SLOW, data)  # remembered now


def test_marks_that_are_missing_are_asked_for():
    assert taken(QUICK, {}) == taken(SLOW, {}) == {"marks": ["Missing data for required field."]}


@pytest.mark.parametrize(
    "marks", [{}, {"team": None}, {"team": Decimal("7.50"), "pitch": Decimal("1E+2")}, {"team": "7"}]
)
def test_marks_are_written_as_a_plain_dict_of_marks_writes_them(marks):
    assert QUICK.dump({"marks": marks}) == SLOW.dump({"marks": marks})
