"""Makes an interpreter of state machines call Lambda functions at an address, because it needs Docker to run functions itself."""

import importlib
import pkgutil

import boto3


def call_functions_at(url, package, module):
    """Replaces `boto_client_for` of the module, also where the package has imported it. All its callers pass their arguments by name."""
    real = module.boto_client_for
    functions = boto3.client("lambda", region_name="us-east-1", endpoint_url=url, aws_access_key_id="any", aws_secret_access_key="any")

    def boto_client_for(**named):
        return functions if named["service"] == "lambda" else real(**named)

    module.boto_client_for = boto_client_for
    root = importlib.import_module(package)
    for found in pkgutil.walk_packages(root.__path__, package + "."):
        try:
            imported = importlib.import_module(found.name)
        except ImportError:  # parts for integrations whose libraries are not installed
            continue
        if getattr(imported, "boto_client_for", None) is real:
            imported.boto_client_for = boto_client_for
