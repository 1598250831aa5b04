"""The soak of `make bench` in its short form: each fault once, at a press on loopback, in one crawl of all sources."""

import pytest

from bench.soak import PROMISES, soak
from bench.soak_faults import FAULTS
from bench.soak_plan import KINDS, SICK, Plan

HEALTHY = 8
SETTINGS = {"DOWNLOAD_TIMEOUT": 10.0, "RETRY_TIMES": 1, "CONCURRENT_REQUESTS_PER_DOMAIN": 8}
PLAN = Plan(sources=HEALTHY + len(SICK), articles=18, each_once=True)


@pytest.fixture(scope="module")
def soaked():
    return soak(PLAN, SETTINGS, crawls=1, bare=False)


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.__name__)
def test_crawl_of_all_faults_at_once_keeps(promise, soaked):
    kept, figures = promise(soaked)
    assert kept, f"{promise.__doc__}: {figures}"


def test_every_fault_is_injected_once():
    dealt = [
        page.fault for source in PLAN.all.values() if not source.sick for page in source.pages if page.fault
    ]
    assert sorted(dealt) == sorted(FAULTS)
    assert {source.kind for source in PLAN.all.values() if not source.sick} == set(KINDS)


def test_same_seed_makes_the_same_web():
    one, other = (Plan(seed=7, articles=5).all["source-003"].pages for _ in range(2))
    assert [(page.url, page.written, page.fault) for page in one] == [
        (page.url, page.written, page.fault) for page in other
    ]
