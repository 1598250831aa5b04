"""Drawings of figures as SVG, each with a table that says the same: tiles, points, flows, series, bars, two compared.

`draw` and `table` (app/drawing/draw.py, app/drawing/table.py) take the records of app/drawing/records.py; nothing here
but app/drawing/gathered.py asks an index. The same record gives the same bytes.
"""
