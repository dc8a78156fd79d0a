"""The labelled corpus and how the routing model is trained on it; none of it ships."""
