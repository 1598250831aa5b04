"""What a crawl into a real server says, logs and writes down holds no password of it."""

import base64
import re

from app.press import press
from tests.inside import process
from tests.test_watching import SECRET, files_with


def test_a_password_does_not_get_out_of_a_crawl_into_a_server(elastic_url, tmp_path):
    url = re.sub("^http://", f"http://rani:{SECRET}@", elastic_url)
    with press() as served:
        done = process(
            "run", "side", "--once", "--index", url, "--json-logs",
            PANTAU_DELAY="0", PANTAU_LOG_LEVEL="DEBUG", PANTAU_PRESS=served.address, XDG_STATE_HOME=str(tmp_path),
        )  # fmt: skip
    assert done.returncode == 0, done.err
    encoded = base64.b64encode(f"rani:{SECRET}".encode()).decode()
    for secret in (SECRET, encoded):
        assert secret not in done.out + done.err
        assert files_with(secret, tmp_path) == []
