"""Finding people: the question that a member asks, its answer in pages, on a map, and as a card to keep."""
