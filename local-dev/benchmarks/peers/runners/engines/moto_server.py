"""moto's server, which executes state machines. Usage: moto_server.py PORT [LAMBDA-URL]"""

import os
import sys

os.environ["MOTO_PORT"] = sys.argv[1]

from moto.core import config  # noqa: E402  after the port is set
from moto.server import main  # noqa: E402
from moto.stepfunctions.parser.asl.utils import boto_client  # noqa: E402
from outside import call_functions_at  # noqa: E402

config.default_user_config["stepfunctions"]["execute_state_machine"] = True
if len(sys.argv) > 2:
    call_functions_at(sys.argv[2], "moto.stepfunctions.parser.asl", boto_client)
main(["-H", "127.0.0.1", "-p", sys.argv[1]])
