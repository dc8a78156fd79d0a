"""Makes the resources of infra/resources.yaml in moto: by CloudFormation, the rest by API."""

import json
from collections.abc import Mapping, Sequence

import boto3

from infra.local.template import ACCOUNT, REGION, Template, Tree

NAME = "loket"
# What moto's CloudFormation makes as AWS does; the other types are made below or not needed here.
BY_CLOUDFORMATION = {
    "AWS::DynamoDB::Table",
    "AWS::Events::EventBus",
    "AWS::Events::Rule",
    "AWS::S3::Bucket",
    "AWS::SQS::Queue",
}
# moto reads these properties of the template wrongly or not at all.
BY_API = {"NotificationConfiguration"}


def create(template: Template, session: boto3.Session) -> None:
    """Make everything, and tell the template what its references have become."""
    cloudformation = session.client("cloudformation")
    cloudformation.create_stack(
        StackName=NAME,
        TemplateBody=json.dumps(_for_cloudformation(template)),
        Parameters=_parameters(template),
    )
    summaries = cloudformation.list_stack_resources(StackName=NAME)["StackResourceSummaries"]
    for made in summaries:
        template.physical[made["LogicalResourceId"]] = made["PhysicalResourceId"]
    _name_the_rest(template)
    _notify_about_objects(template, session)
    _prepare_mail(template, session)


def reported_about(template: Template, configuration_set: str | None) -> Sequence[str]:
    """Which SES events about mail of that configuration set go to EventBridge."""
    wanted: list[str] = []
    for destination in template.of_type("AWS::SES::ConfigurationSetEventDestination").values():
        where = destination["EventDestination"]
        if destination["ConfigurationSetName"] != configuration_set or not isinstance(
            where, Mapping
        ):
            continue
        kinds = where["MatchingEventTypes"]
        if where.get("Enabled") and "EventBridgeDestination" in where and isinstance(kinds, list):
            wanted += [str(kind).upper() for kind in kinds]
    return wanted


def _parameters(template: Template) -> list[dict[str, str]]:
    declared = template.document["Parameters"]
    return [
        {"ParameterKey": name, "ParameterValue": value}
        for name, value in template.parameters.items()
        if name in declared
    ]


def _for_cloudformation(template: Template) -> dict[str, Tree]:
    kept = {
        name: resource
        for name, resource in template.resources.items()
        if resource.get("Type") in BY_CLOUDFORMATION
    }
    resources: dict[str, Tree] = {name: _trimmed(one, set(kept)) for name, one in kept.items()}
    sections: dict[str, Tree] = {
        name: template.document[name] for name in ("Parameters", "Conditions")
    }
    return {"AWSTemplateFormatVersion": "2010-09-09", **sections, "Resources": resources}


def _trimmed(resource: Mapping[str, Tree], kept: set[str]) -> dict[str, Tree]:
    """Without what moto does not read, and without waiting for what is not made here."""
    properties = resource.get("Properties")
    assert isinstance(properties, Mapping)
    waits = resource.get("DependsOn", [])
    names = waits if isinstance(waits, list) else [waits]
    return {
        **resource,
        "Properties": {name: value for name, value in properties.items() if name not in BY_API},
        "DependsOn": [name for name in names if name in kept],
    }


def _name_the_rest(template: Template) -> None:
    """References to resources that CloudFormation did not make, and ARNs of those it did."""
    for name in template.of_type("AWS::SQS::Queue"):
        queue = template.physical[name].rpartition("/")[2]
        template.arns[name] = f"arn:aws:sqs:{REGION}:{ACCOUNT}:{queue}"
    for name in template.of_type("AWS::S3::Bucket"):
        template.arns[name] = f"arn:aws:s3:::{template.physical[name]}"
    for kind, key in (("ReceiptRuleSet", "RuleSetName"), ("ConfigurationSet", "Name")):
        for name, properties in template.of_type(f"AWS::SES::{kind}").items():
            template.physical[name] = str(properties[key])


def _notify_about_objects(template: Template, session: boto3.Session) -> None:
    for properties in template.of_type("AWS::S3::Bucket").values():
        configuration = properties.get("NotificationConfiguration")
        if not isinstance(configuration, Mapping):
            continue
        wanted = configuration["QueueConfigurations"]
        assert isinstance(wanted, list)
        session.client("s3").put_bucket_notification_configuration(
            Bucket=str(properties["BucketName"]),
            NotificationConfiguration={"QueueConfigurations": [_as_api(one) for one in wanted]},
        )


def _as_api(wanted: Tree) -> dict[str, object]:
    """CloudFormation and the API spell a notification differently."""
    assert isinstance(wanted, Mapping)
    api: dict[str, object] = {"QueueArn": wanted["Queue"], "Events": [wanted["Event"]]}
    match wanted.get("Filter"):
        case {"S3Key": {"Rules": list(rules)}}:
            api["Filter"] = {"Key": {"FilterRules": rules}}
    return api


def _prepare_mail(template: Template, session: boto3.Session) -> None:
    """DNS verifies an identity on AWS; here it is verified at once."""
    ses = session.client("sesv2")
    for properties in template.of_type("AWS::SES::EmailIdentity").values():
        ses.create_email_identity(EmailIdentity=str(properties["EmailIdentity"]))
    for properties in template.of_type("AWS::SES::ConfigurationSet").values():
        ses.create_configuration_set(ConfigurationSetName=str(properties["Name"]))
