"""The catalogue index on this node: Tantivy for finding, one memory-mapped file of encoded cards for answering.

`document` says what goes in, `indexer` feeds it, `write` and `search` are its two sides.
"""
