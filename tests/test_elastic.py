"""The index on a server keeps the contract, on a real Elasticsearch."""

import uuid

import pytest

from indexer.elastic import ElasticIndex
from indexer.index import Left
from tests.contracts.index import IndexContract
from tests.elasticsearch.emptying import drop, empty


@pytest.fixture(scope="module")
def one_index(server_url, tmp_path_factory):
    """One index for many tests, each of which finds it empty: to make a new one takes a second."""
    url = f"{server_url}/kontrak-{uuid.uuid4().hex[:12]}"
    index = ElasticIndex(url, outbox=tmp_path_factory.mktemp("outbox"))
    yield index
    index.close()
    drop(url)


class TestElasticIndex(IndexContract):
    @pytest.fixture
    def index(self, one_index):
        empty(one_index)
        yield one_index
        assert one_index.left() == Left()
