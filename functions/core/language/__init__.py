"""What a message says, in four languages: lexicons, the learned model, and what presses."""
