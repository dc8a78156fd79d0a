"""What the Lambdas do with an item, an order or a case: read, ask the core, commit, send on."""
