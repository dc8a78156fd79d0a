"""The edges: one AWS service each, thin and lazy, no decisions."""
