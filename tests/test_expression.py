"""Search expressions: what they mean, and what is said of those that mean nothing."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import InputError
from tracker.expression import AllOf, Expression, Not, OneOf, Term, parse

GU, YOU, MEETING = Term("name", "顾承岳"), Term("text", "友谊"), Term("type", "meeting")


@pytest.mark.parametrize(("words", "meaning"), [
    ("name:顾承岳", GU), ("name：顾承岳", GU), ("NAME:顾承岳", GU), ('name:"顾 承岳"', Term("name", "顾 承岳")),
    ("友谊", YOU), ("“友谊”", YOU), ("（友谊", Term("text", "（友谊")), ("迪亚斯-卡内尔", Term("text", "迪亚斯-卡内尔")),
    ("name:顾承岳 友谊", AllOf((GU, YOU))), ("name:顾承岳 AND 友谊", AllOf((GU, YOU))), ("name:顾承岳　友谊", AllOf((GU, YOU))),
    ("name:顾承岳 OR 友谊", OneOf((GU, YOU))), ("友谊|type:meeting", OneOf((YOU, MEETING))),
    ("友谊 OR name:顾承岳 type:meeting", OneOf((YOU, AllOf((GU, MEETING))))),
    ("(友谊 OR name:顾承岳) type:meeting", AllOf((OneOf((YOU, GU)), MEETING))),
    ("NOT 友谊", Not(YOU)), ("-友谊", Not(YOU)), ("-(友谊 type:meeting)", Not(AllOf((YOU, MEETING)))),
    ("NOT NOT 友谊", Not(Not(YOU))), ("ANDES", Term("text", "ANDES")), ("NOTE", Term("text", "NOTE")),
    ("since:2024", Term("since", "2024-01-01")), ("until:2024-02", Term("until", "2024-02-29")),
    ("until:2024-02-03", Term("until", "2024-02-03")),
])
def test_meaning(words: str, meaning: Expression) -> None:
    assert parse(words) == meaning


@pytest.mark.parametrize(("words", "message"), [
    ("", "column 1: 'its end'"), ("  ", "its end"), ("AND", "column 1: 'AND'"), ("友谊 OR", "column 6: 'its end'"),
    ("友谊 )", "column 4: '\\)'"), ("(友谊", "column 4: 'its end'"), ('name:"顾', "column 6"), ('""', "hold nothing"),
    ('name:" "', "name: holds nothing"), ("who:顾承岳", "no field who; choose from name, attended"),
    ("type:party", "no type party; choose from meeting, conference"), ("role:boss", "no role boss; choose from host"),
    ("since:2024-13", "write since:2024, since:2024-03 or since:2024-03-15"), ("until:soon", "soon is no day"),
])
def test_what_cannot_be_read_is_told_with_its_column_or_what_is_allowed(words: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        parse(words)


@given(st.text("友谊 ()\"“”:|-&ANDORT名name", max_size=14))
def test_any_words_mean_something_or_are_refused(words: str) -> None:
    with suppress(InputError):
        assert parse(words)
