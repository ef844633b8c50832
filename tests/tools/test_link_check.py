"""The check of the sources' addresses, without the network: what an address says is made up."""

import pytest

from tests.site.browsing import serving
from tools import links


def test_a_dead_address_is_told_with_its_sources(capsys: pytest.CaptureFixture):
    url, keys = next(iter(links.addresses().items()))
    assert links.main(lambda asked: "dead: 404 Not Found" if asked == url else "answers") == 1
    said = capsys.readouterr().out.splitlines()
    assert said[0] == f"references.bib: {', '.join(keys)}: {url}: 404 Not Found" and said[1].endswith("1 are dead")


def test_what_refuses_a_program_is_not_held_against_the_book(capsys: pytest.CaptureFixture):
    first = next(iter(links.addresses()))
    assert links.main(lambda asked: "answers" if asked == first else "unsure: 403 Forbidden") == 0
    assert "links: 1 answer," in capsys.readouterr().out


def test_a_machine_that_is_offline_says_so(capsys: pytest.CaptureFixture):
    assert links.main(lambda asked: "dead: no such host") == 1
    said = capsys.readouterr()
    assert not said.out and said.err.count("\n") == 1 and "this machine seems to be offline" in said.err


def test_an_address_is_asked(tmp_path):
    (tmp_path / "here").touch()
    with serving(tmp_path) as server:
        host = f"http://127.0.0.1:{server.server_port}"
        assert links.ask(f"{host}/here") == "answers"
        assert links.ask(f"{host}/gone").startswith("dead: 404")
    assert links.ask(f"{host}/here").startswith("unsure: ")
