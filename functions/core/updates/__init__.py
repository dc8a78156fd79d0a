"""Order updates as one state machine: events and timers in, messages and work items out."""
