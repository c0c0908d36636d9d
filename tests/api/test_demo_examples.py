"""What the demo proposes to type into the search box finds something in this very office."""

from services.cli.demo.examples import search_examples
from services.search.handlers.searching import Search
from tests.api.office import House, outgoing_at, wait


def test_every_proposed_question_finds_something(house: House) -> None:
    archivist, search = house.people["son"], house.host.search
    outgoing_at(house, "issued")
    wait(lambda: not search.views.waiting())
    proposed = list(search_examples(house.host, archivist))
    assert proposed
    for line in proposed:
        assert search.searching.search(archivist, Search(line=line)).total, line
