"""The pages over an index on a server are those over a file."""

import re
from contextlib import closing

from indexer.copying import copy
from indexer.index import open_index
from tests.web import reader, sample_index, words

PAGES = (
    "/?q=kopi+ekspor",
    "/?q=zzz&origin=Solo",
    "/events?sort=value",
    "/programmes",
    "/articles/solopos-2034417",
    "/facets?q=ekspor",
)


def test_pages_over_a_server_are_those_over_a_file(elastic_url):
    with closing(open_index(sample_index())) as here, closing(open_index(elastic_url, create=True)) as there:
        copy(here, there)
    with reader() as file, reader(elastic_url) as server:
        for page in PAGES:
            told = [words(re.sub(r"after=[\w-]+", "", web.get(page).text)) for web in (file, server)]
            assert told[0] == told[1], page
        event = re.search(r"/events/(EV-[^/\"]+)", server.get("/events").text)[0]
        assert server.get(event).status_code == 200
        assert server.get(f"{event}/firsts").status_code == 200
        assert server.get("/suggest?q=sol").text == file.get("/suggest?q=sol").text
