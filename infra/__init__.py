"""What Loket runs on: the CloudFormation template, and the embedded cloud for this machine."""
