"""Stands in for a program of a pipeline: a test says what it answers."""

import json
import os
import socket
import sys

call = {
    "program": sys.argv[1],
    "arguments": sys.argv[2:],
    "input": sys.stdin.read(),
    "environment": dict(os.environ),
}
with socket.create_connection(("127.0.0.1", int(os.environ["STAND_INS"]))) as test:
    test.sendall(json.dumps(call).encode())
    test.shutdown(socket.SHUT_WR)
    answer = json.load(test.makefile())
sys.stdout.write(answer["stdout"])
sys.stderr.write(answer["stderr"])
sys.exit(answer["code"])
