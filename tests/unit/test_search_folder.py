"""The folder of an embedded index: found again, made anew when damaged, never left half made."""

from pathlib import Path

from services.backends.index.tantivy import TantivyIndex
from services.search.domain.record import entry
from tests.contract.index_engines import ids
from tests.contract.test_index import record


def test_an_index_is_found_again_and_made_anew_when_damaged(tmp_path: Path) -> None:
    first = TantivyIndex(tmp_path)
    first.put([entry(record("a", "Còn đây"), "")])
    first.close()
    again = TantivyIndex(tmp_path)
    assert again.identity() == first.identity()
    assert ids(again, "còn đây") == ["a"]
    again.close()
    (next(tmp_path.glob("segments-*")) / "meta.json").write_text("{")
    anew = TantivyIndex(tmp_path)
    assert anew.identity() != first.identity()
    assert ids(anew, "còn đây") == []
    anew.renew()
    anew.publish(anew.identity())
    assert anew.identity() not in (first.identity(), "")
    anew.close()


def test_an_index_whose_making_was_broken_off_is_the_old_one_again(tmp_path: Path) -> None:
    first = TantivyIndex(tmp_path)
    first.put([entry(record("a", "Còn đây"), "")])
    first.renew()
    first.put([entry(record("b", "Chưa xong"), "")])
    again = TantivyIndex(tmp_path)
    assert again.identity() != first.identity()
    assert ids(again, "") == ["a"]
    first.close()
    again.close()
