"""Feeds one peer's Elasticsearch pipeline with items, in the peers' own environment: python peer_child.py PEER PORT.

Items are JSON lines on standard input; "half" is printed half-way, and a line of what happened at the end.
Imports nothing of ours.
"""

import json
import sys
import time


def scrapy_elasticsearch(port):
    from scrapy.settings import Settings
    from scrapyelasticsearch.scrapyelasticsearch import ElasticSearchPipeline

    wanted = {
        "ELASTICSEARCH_SERVERS": [f"http://127.0.0.1:{port}"],
        "ELASTICSEARCH_INDEX": "peer-scrapy",
        "ELASTICSEARCH_TYPE": "_doc",
        "ELASTICSEARCH_UNIQ_KEY": "url",
        "ELASTICSEARCH_BUFFER_LENGTH": 50,
    }
    return ElasticSearchPipeline.from_crawler(type("Crawler", (), {"settings": Settings(wanted)}))


def news_please(port):
    from newsplease.config import CrawlerConfig
    from newsplease.pipeline.pipelines import ElasticsearchStorage, ExtractedInformationStorage

    wanted = {
        "host": "http://127.0.0.1",
        "port": port,
        "index_current": "peer-news",
        "index_archive": "peer-news-old",
    }
    wanted |= {"mapping": {}, "use_ca_certificates": False, "username": "", "secret": ""}
    wanted |= dict.fromkeys(("ca_cert_path", "client_cert_path", "client_key_path"))
    CrawlerConfig.get_instance().section = lambda name: wanted
    ExtractedInformationStorage.extract_relevant_info = staticmethod(dict)
    return ElasticsearchStorage()


def main():
    items = [json.loads(line) for line in sys.stdin]
    failed, reasons, start = 0, set(), time.perf_counter()
    try:
        pipeline = {"news-please": news_please, "scrapy-elasticsearch": scrapy_elasticsearch}[sys.argv[1]](
            sys.argv[2]
        )
    except Exception as error:  # noqa: BLE001 - whatever stops a peer is what is to be told
        print(json.dumps({"started": False, "why": f"{type(error).__name__}: {error}"[:160]}))
        return
    for number, item in enumerate(items):
        if number == len(items) // 2:
            print("half", flush=True)
            time.sleep(3)
        try:
            pipeline.process_item(item, None)
        except Exception as error:  # noqa: BLE001 - Scrapy logs it and drops the item
            failed += 1
            reasons.add(f"{type(error).__name__}: {error}"[:160])
    try:
        if hasattr(pipeline, "close_spider"):
            pipeline.close_spider(None)
    except Exception as error:  # noqa: BLE001
        reasons.add(f"{type(error).__name__}: {error}"[:160])
    taken = time.perf_counter() - start
    print(json.dumps({"started": True, "seconds": taken, "failed": failed, "why": sorted(reasons)}))


main()
