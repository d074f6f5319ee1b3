"""Outside systems of the product service: the search index on this node, libvips."""
