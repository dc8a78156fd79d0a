"""What intake does with one item of each kind: read the facts, ask the core, commit, send on."""
