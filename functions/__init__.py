"""Loket's Lambdas and the rooms they use: core decides, providers translate, aws acts."""
