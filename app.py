"""Loket's Chalice application: registers the Lambdas, nothing else."""

from chalice import Chalice

from functions import intake, outbox, sweep, webhooks

app = Chalice(app_name="loket")
app.register_blueprint(webhooks.blueprint)
app.register_blueprint(intake.blueprint)
app.register_blueprint(outbox.blueprint)
app.register_blueprint(sweep.blueprint)
