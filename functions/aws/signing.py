"""Signs calls of AWS's own APIs that a provider composes, with the Lambda's role (SigV4)."""

from urllib.parse import urlsplit

from functions.core.deliveries import OutboundRequest

TARGET = "x-amz-target"
"""A header that only AWS's JSON APIs know; a request with it wants to be signed."""


def signed(request: OutboundRequest) -> OutboundRequest:
    """The request with its signature; any other request as it is."""
    host = urlsplit(request.url).hostname or ""
    service, _, rest = host.partition(".")
    if TARGET not in request.headers or not rest.endswith(".amazonaws.com"):
        return request
    from boto3 import Session
    from botocore.auth import SigV4Auth
    from botocore.awsrequest import AWSRequest

    credentials = Session().get_credentials()
    prepared = AWSRequest(
        method=request.method, url=request.url, data=request.body, headers=dict(request.headers)
    )
    SigV4Auth(credentials, service, rest.partition(".")[0]).add_auth(prepared)
    return request.model_copy(update={"headers": dict(prepared.headers.items())})
