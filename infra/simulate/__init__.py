"""Runs the decisions of the Lambdas over a file of samples, without a cloud."""
