"""No leak by search on the server's engine either: the property of the embedded one, with fewer examples."""

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings

from tests.contract.index_engines import addressed
from tests.unit.search_office import close, search_office
from tests.unit.test_search_access import Documents, documents, nothing_leaks


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(documents, documents)
def test_hits_counts_facets_and_snippets_tell_only_of_what_opens(first: Documents, then: Documents) -> None:
    with tempfile.TemporaryDirectory() as folder, addressed("elasticsearch", Path(folder)) as address:
        office = search_office(Path(folder), address)
        nothing_leaks(office, first, then)
        close(office)
