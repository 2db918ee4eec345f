"""A second opinion on signatures: reads requests as JSON, one a line, and prints the Authorization header that botocore gives each."""

import json
import sys

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

key, secret, token, region = sys.argv[1:]
signer = SigV4Auth(Credentials(key, secret, token), "execute-api", region)

for line in sys.stdin:
    said = json.loads(line)
    signed = said["authorization"].split("SignedHeaders=")[1].split(",")[0].split(";")
    headers = {name: said["headers"][name] for name in signed if name != "host"}
    request = AWSRequest(method=said["method"], url=said["url"], data=said["body"].encode(), headers=headers)
    request.context["timestamp"] = said["headers"]["x-amz-date"]
    canonical = signer.canonical_request(request)
    signature = signer.signature(signer.string_to_sign(request, canonical), request)
    print(
        f"AWS4-HMAC-SHA256 Credential={signer.scope(request)}, SignedHeaders={';'.join(signed)}, Signature={signature}",
        flush=True,
    )
