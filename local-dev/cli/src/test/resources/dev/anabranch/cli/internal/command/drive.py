"""Drives `anabranch serve` with boto3: drive.py STEP_FUNCTIONS_URL S3_URL. Fails with a traceback where anything is not as on AWS."""

import json
import sys
import time

import boto3
from botocore.config import Config


def client(service, url):
    return boto3.client(
        service,
        endpoint_url=url,
        region_name="us-east-1",
        aws_access_key_id="any",
        aws_secret_access_key="any",
        config=Config(inject_host_prefix=False, s3={"addressing_style": "path"}),
    )


states, s3 = client("stepfunctions", sys.argv[1]), client("s3", sys.argv[2])


def ended(execution, redrives=0):
    while True:
        described = states.describe_execution(executionArn=execution)
        if described["status"] != "RUNNING" and described["redriveCount"] == redrives:
            return described
        time.sleep(0.02)


definition = {
    "QueryLanguage": "JSONata",
    "StartAt": "Read",
    "States": {
        "Read": {
            "Type": "Task",
            "Resource": "arn:aws:states:::aws-sdk:s3:getObject",
            "Arguments": {"Bucket": "driven", "Key": "{% $states.input.key %}"},
            "Output": "{% $parse($states.result.Body).n * 2 %}",
            "End": True,
        }
    },
}
role = "arn:aws:iam::000000000000:role/any"
machine = states.create_state_machine(name="driven", definition=json.dumps(definition), roleArn=role)["stateMachineArn"]
s3.create_bucket(Bucket="driven")
execution = states.start_execution(stateMachineArn=machine, name="one", input='{"key": "a/b c.json"}')["executionArn"]
failed = ended(execution)
assert (failed["status"], failed["error"]) == ("FAILED", "S3.NoSuchKeyException"), failed

try:
    states.start_execution(stateMachineArn=machine, name="one", input='{"key": "other"}')
    raise AssertionError("a name was used twice")
except states.exceptions.ExecutionAlreadyExists:
    pass

s3.put_object(Bucket="driven", Key="a/b c.json", Body=b'{"n": 21}')
states.redrive_execution(executionArn=execution)
again = ended(execution, redrives=1)
assert (again["status"], again["output"]) == ("SUCCEEDED", "42"), again

pages = states.get_paginator("get_execution_history").paginate(executionArn=execution, PaginationConfig={"PageSize": 3})
types = [event["type"] for page in pages for event in page["events"]]
assert types[0] == "ExecutionStarted" and types[-1] == "ExecutionSucceeded" and "ExecutionRedriven" in types, types
backwards = states.get_execution_history(executionArn=execution, reverseOrder=True, maxResults=1)["events"]
assert backwards[0]["id"] == len(types), backwards
listed = states.list_executions(stateMachineArn=machine, statusFilter="SUCCEEDED")["executions"]
assert [one["name"] for one in listed] == ["one"], listed

large = bytes(range(256)) * 40_000
s3.upload_fileobj(__import__("io").BytesIO(large), "driven", "large")
s3.copy({"Bucket": "driven", "Key": "large"}, "driven", "copied")
assert s3.get_object(Bucket="driven", Key="copied")["Body"].read() == large
assert s3.get_object(Bucket="driven", Key="copied", Range="bytes=1-3")["Body"].read() == b"\x01\x02\x03"
tried = states.test_state(definition='{"Type": "Pass", "End": true}', input='{"a": 1}')
assert (tried["status"], tried["output"]) == ("SUCCEEDED", '{"a": 1}'), tried
print("driven by boto3", boto3.__version__)
