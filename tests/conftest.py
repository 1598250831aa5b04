"""What tests need beside Python: missing, they skip with the reason; with PANTAU_TEST_ALL=1, as in CI, they fail."""

import os
import shutil
import uuid

import pytest

from tests.elasticsearch.node import Node, lacking

pytest_plugins = ["pytester"]


def pytest_configure(config):
    config.addinivalue_line(
        "markers", "needs(program, ...): skip, or with PANTAU_TEST_ALL=1 fail, where one is missing"
    )
    config.addinivalue_line("markers", 'slow: takes a minute the first time; leave it out with -m "not slow"')


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    from tests.workers import Units

    config.option.loadscopereorder = False
    return Units(config, log)


def pytest_collection_modifyitems(config, items):
    if hasattr(config, "workerinput"):  # this process is one of several workers
        from tests.workers import turn

        items.sort(key=lambda item: turn(item.nodeid))


def pytest_runtest_setup(item):
    for mark in item.iter_markers("needs"):
        for program in mark.args:
            if shutil.which(program) is None:
                missing(f"{program} is not installed")


def missing(reason: str) -> None:
    """A server, browser or tool is not there: a reason to skip for a developer, a failure for CI."""
    if os.environ.get("PANTAU_TEST_ALL") == "1":
        pytest.fail(f"{reason}, and PANTAU_TEST_ALL=1 asks for all tests", pytrace=False)
    pytest.skip(reason)


# ---------------------------------------------------------------- a server


@pytest.fixture(scope="session")
def own_node():
    """A node of our own, one for all tests; it may be killed and started again."""
    if said := lacking():
        missing(said)
    node = Node()
    try:
        node.start()
        yield node
    finally:
        node.stop()


@pytest.fixture(scope="session")
def server_url(request):
    """The server that tests ask: that of ELASTICSEARCH_URL, else a node of our own."""
    if url := os.environ.get("ELASTICSEARCH_URL"):
        return url.rstrip("/")
    return request.getfixturevalue("own_node").url


@pytest.fixture(scope="session")
def server_copies(server_url, tmp_path_factory):
    """The folder for outbox and state of indices that are copied to the server; they are dropped at the end."""
    from tests.backends import drop_copies

    yield tmp_path_factory.mktemp("server")
    drop_copies()


@pytest.fixture(scope="module", params=["file", "server"])
def backend(request):
    """Where the indices of tests/web.py and tests/api.py stand meanwhile: who asks for it runs over both."""
    if request.param == "file":
        yield
        return
    from tests.backends import on_server

    url, folder = (request.getfixturevalue(name) for name in ("server_url", "server_copies"))
    with pytest.MonkeyPatch.context() as patch, on_server(url):
        patch.setenv("XDG_STATE_HOME", str(folder))
        patch.setenv("PANTAU_OUTBOX", str(folder / "outbox"))
        patch.delenv("PANTAU_STATE", raising=False)
        yield


@pytest.fixture
def outbox(tmp_path, monkeypatch):
    """A folder for outboxes that no other test uses."""
    monkeypatch.setenv("PANTAU_OUTBOX", str(tmp_path / "outbox"))
    return tmp_path / "outbox"


@pytest.fixture
def elastic_url(server_url, outbox):
    """The URL of an index that does not exist yet; what is made under its prefix is dropped at the end."""
    url = f"{server_url}/uji-{uuid.uuid4().hex[:12]}"
    yield url
    from tests.elasticsearch.emptying import drop

    drop(url)


# ---------------------------------------------------------------- readers


@pytest.fixture
def web(index):
    """A reader of a server over `index` that has an editor."""
    from tests.editing import SECRET, TOKEN
    from tests.web import reader

    with reader(index, editor_token=TOKEN, secret=SECRET) as one:
        yield one


@pytest.fixture
def signed(web):
    """The same, signed in."""
    from tests.editing import OWN, TOKEN

    assert web.post("/editor", data={"token": TOKEN}, headers=OWN).status_code == 303
    return web


@pytest.fixture
def page(browser):
    """A page of its own in `browser`, as wide as a desk's, of a reader of Indonesian."""
    from tests.browser import DESK

    context = browser.new_context(viewport=DESK, locale="id-ID")
    yield context.new_page()
    context.close()
