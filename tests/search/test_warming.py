"""What the first search would wait for is loaded once: by one thread, and by the web server before anybody asks."""

import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from portal import warming
from portal.models import Topic
from portal.search import concepts, russian

TOGETHER = 4


@pytest.fixture
def unloaded():
    russian._dictionary.cache_clear()
    yield
    russian._dictionary.cache_clear()


def all_at_once(work):
    ready = threading.Barrier(TOGETHER)
    with ThreadPoolExecutor(TOGETHER) as threads:
        return list(threads.map(lambda _: (ready.wait(), work())[1], range(TOGETHER)))


def slowly(made, what):
    """`what`, long enough in the making that others come meanwhile; `made` grows with each."""

    def make(*args):
        made.append(args)
        time.sleep(0.02)
        return what(*args)

    return make


def test_threads_that_search_at_once_load_the_dictionary_once(unloaded, monkeypatch):
    loaded = []
    monkeypatch.setattr(russian.pymorphy3, "MorphAnalyzer", slowly(loaded, object))
    assert len(set(all_at_once(russian.dictionary))) == 1
    assert len(loaded) == 1


def test_threads_that_search_at_once_arrange_the_names_once(monkeypatch):
    arranged = []
    monkeypatch.setattr(concepts, "_Concepts", slowly(arranged, concepts._Concepts))
    monkeypatch.setattr(concepts, "_known", concepts._Concepts())
    arranged.clear()
    rows = [["portal_topic", 1, ["air", "ауа", "воздух", "air"]]]
    (known,) = set(all_at_once(lambda: concepts._arranged("1 1", rows)))
    assert known.labels == {"portal_topic": {1: ["air", "ауа", "воздух", "air"]}}
    assert len(arranged) == 1


@pytest.mark.django_db
def test_a_web_server_is_warm_before_the_first_search(unloaded, monkeypatch):
    monkeypatch.setattr(warming.connections, "close_all", lambda: None)  # the test's own
    monkeypatch.setattr(concepts, "_known", concepts._Concepts())
    topic = Topic.objects.create(code="air", name_ru="воздух")
    warming.warm_up()
    assert russian._dictionary.cache_info().currsize == 1
    assert topic.pk in concepts.labels()[Topic]


def test_a_command_that_searches_nothing_loads_no_dictionary():
    imports = "import portal.search.words; from portal.search import russian; print(russian._dictionary.cache_info().currsize)"
    assert subprocess.check_output([sys.executable, "-c", imports], text=True).strip() == "0"
