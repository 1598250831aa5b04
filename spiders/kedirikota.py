from crawler.spider import NewsSpider


class KedirikotaSpider(NewsSpider):
    """Kota Kediri, the city's own releases. Its certificate chain may break: PANTAU_TLS_UNVERIFIED=kedirikota."""

    name = "kedirikota"
    allowed_domains = ["kedirikota.go.id"]
    start_urls = ["https://kedirikota.go.id/"]
    covers = ("35.71",)
    evidence = (
        "URL form and the JSON list stand in public code of several clients and in stored page "
        "text of 2017 and 2018."
    )
    unproven = ("section", "home", "sitemap", "paged", "title", "body", "date", "junk", "cut")

    ways = {
        "api": ("/api/berita",),
        "section": ("/p/berita", "/p/dalamberita"),
        "home": ("/",),
        "sitemap": ("/sitemap.xml",),
    }
    daily = ("api", "section")
    api_fields = {
        "needs": "idpost",
        "url": "/p/{kategoriurl}/{idpost}/{judulurl}",
        "title": "judul",
        "date": "tgl",
        "text": "deskripsi",
        "section": "kategori",
    }
    article = r"^/p/[^/]+/(\d+)(?:/|$)"
    paged = "?page={n}"

    title = "h1.judul, .judul-berita, h1"
    body = ".isi-berita, .deskripsi, .detail-berita, article"
    date = ".tanggal, .tgl, time"
    junk = (r"^Dibaca\s*:?\s*\d+",)
    cut = (r"^Berita (?:Terkait|Lainnya)",)
