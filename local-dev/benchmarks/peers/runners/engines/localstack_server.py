"""LocalStack in its host mode, without Docker and without downloads when it runs. Usage: localstack_server.py PORT [LAMBDA-URL]

Its JSONata library runs on a JVM; it gets the JDK of the PATH and the jars that Maven has put into `lib` of this environment.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

port, lambda_url = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None
folder = tempfile.mkdtemp(prefix="localstack-")
os.environ.update(
    {
        "GATEWAY_LISTEN": f"127.0.0.1:{port}",
        "LOCALSTACK_HOST": f"127.0.0.1:{port}",
        "FILESYSTEM_ROOT": folder,
        "LOCALSTACK_VOLUME_DIR": folder,
        "TMPDIR": folder,
        "SERVICES": "stepfunctions,s3,lambda,sts,iam,logs,events,dynamodb",
        "EAGER_SERVICE_LOADING": "0",
        "LAMBDA_RUNTIME_EXECUTOR": "local",
        "SKIP_INFRA_DOWNLOADS": "1",
        "SKIP_SSL_CERT_DOWNLOAD": "1",
        "DISABLE_EVENTS": "1",
        "DNS_ADDRESS": "0",
        "LS_LOG": "error",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
)
sys.argv = ["localstack"]

from localstack.runtime.main import main  # noqa: E402  reads the variables
from localstack.services.stepfunctions.asl.utils import boto_client  # noqa: E402
from localstack.services.stepfunctions.packages import JSONataPackageInstaller  # noqa: E402
from outside import call_functions_at  # noqa: E402
from twisted.internet import endpoints  # noqa: E402

java_home = str(Path(os.environ.get("JAVA_HOME") or Path(shutil.which("java")).resolve().parents[1]))
JSONataPackageInstaller.install = lambda self, target=None: None
JSONataPackageInstaller.get_installed_dir = lambda self: str(Path(sys.prefix, "lib"))
JSONataPackageInstaller.get_java_home = lambda self: java_home
JSONataPackageInstaller.get_java_lib_path = lambda self: f"{java_home}/lib/server/libjvm.so"
if lambda_url:
    call_functions_at(lambda_url, "localstack.services.stepfunctions.asl", boto_client)

# The server ignores the host of GATEWAY_LISTEN and would listen on all addresses.
listen = endpoints.TCP4ServerEndpoint
endpoints.TCP4ServerEndpoint = lambda reactor, port, **named: listen(reactor, port, interface="127.0.0.1", **named)
try:
    main()
finally:
    shutil.rmtree(folder, ignore_errors=True)
