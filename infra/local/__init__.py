"""The embedded cloud: moto with resources.yaml applied, an event pump, an HTTP and an SMTP door."""
