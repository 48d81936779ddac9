"""What the list for reading shows: whom the decisions split, and who holds posts in several organisations."""

from identity import posts, several, split
from made import ROSTER, extraction
from test_store import fill

from tracker.store import Store

MAYOR, TEACHER = ("青河市", "市长"), ("白山大学", "教授")


def test_who_is_split_and_who_has_several_posts() -> None:
    told = [extraction(("other", "2018-05-01", {"何平": "lead", "苏晓岚": "lead"}), id=f"page#{n}", published="2018-05-02",
                       posts={"何平": [post], "苏晓岚": [MAYOR, TEACHER]}) for n, post in enumerate((MAYOR, TEACHER))]
    with Store("sqlite://", create=True) as store:
        fill(store, told, ROSTER)
        seen = store.seen()
    ((name, parts),) = split(seen, 5)
    assert (name, sorted(map(len, parts.values()))) == ("何平", [1, 1])
    assert split(seen, 0) == []
    (one,) = several(seen, 5, 1)
    assert (one[0].name, posts(one)) == ("苏晓岚", "青河市市长 ×2 2018-05; 白山大学教授 ×2 2018-05")
