"""Later references: who 王主任, 李总, 总书记 and 两国元首 stand for."""

import pytest
from test_events import told

from tracker import roles, tag


def stands_for(text: str) -> list[tuple[str, str]]:
    """Namings that are no names, with the person meant."""
    bound = roles.bind(text, tag.mentions(tag.load(), text))
    return [(naming.mention.text, naming.name) for naming in bound.namings if naming.mention.by == "reference"]


@pytest.mark.parametrize(("text", "expected"), [
    # surname and title; the title may leave out 副 and 常务
    ("区长骆文昭到青河县调研。骆区长强调，要抓紧。", [("骆区长", "骆文昭")]),
    ("副区长佟雪岩到青河县调研。佟区长强调，要抓紧。", [("佟区长", "佟雪岩")]),
    ("恒通集团董事长尉迟清川来访。尉迟董事长介绍情况。", [("尉迟董事长", "尉迟清川")]),
    ("恒通集团总经理何平出席。何总表示，愿意合作。", [("何总", "何平")]),
    # another title, two who could be meant, a title before anybody is named
    ("区长骆文昭到青河县调研。骆书记强调，要抓紧。", []),
    ("副区长林建国、副区长林海川出席。林区长强调，要抓紧。", []),
    ("骆区长说，要抓紧。区长骆文昭到青河县调研。", []),
    # a title that one person alone holds stands for the holder; before a name it belongs to the name
    ("习近平总书记到青河县考察。总书记强调，要抓紧。", [("总书记", "习近平")]),
    ("区委书记林建国出席。副书记骆文昭主持。", []),
])  # fmt: skip
def test_later_references_with_their_counter_cases(text, expected):
    assert stands_for(text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    # the two who met, and the one who was subject before
    ("8月4日，国家主席林建国同法国总统勒弗朗索瓦会谈。会谈后，两国元首出席音乐会。",
     ["meeting 08-04: 林建国 host, 勒弗朗索瓦 guest", "ceremony 08-04: 林建国 attendee, 勒弗朗索瓦 attendee"]),
    ("8月4日，两国元首出席音乐会。", []),
    ("8月4日，区长骆文昭到青河县调研。骆区长还看望了村民何平。", ["inspection 08-04: 骆文昭 lead, 何平 attendee"]),
    ("8月4日，区长骆文昭到青河县调研。他还看望了村民何平。", ["inspection 08-04: 骆文昭 lead, 何平 attendee"]),
    ("8月4日，区长骆文昭到青河县调研。他们还看望了村民何平。", ["inspection 08-04: 骆文昭 lead"]),
])  # fmt: skip
def test_references_take_part(text, expected):
    assert told(text) == expected
