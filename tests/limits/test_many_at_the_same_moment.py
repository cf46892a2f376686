"""Fifty posts in a second over two processes: exactly as many are let through as may be."""

import subprocess
import sys

import pytest

from tests.site_copy import ROOT

RUSH = """
import sys, threading
import django
django.setup()
from datetime import timedelta
from django.test import RequestFactory
from alongside.core import counter_file
from alongside.core.limits import TooMany, check, slow_down
counter_file.PATIENCE = 60  # a busy machine must not let anybody through here
request = RequestFactory().post("/", REMOTE_ADDR="192.0.2.1")
start, passed = threading.Barrier(26), []
def press(number):
    start.wait()
    try:
        if sys.argv[1] == "posts":
            check(request, door="toy", most=20, per=timedelta(days=1), everybody=1000)
        elif sys.argv[1] == "all":
            other = RequestFactory().post("/", REMOTE_ADDR=f"192.0.{sys.argv[2]}.{number}")
            check(other, door="toy", most=20, per=timedelta(days=1), everybody=30)
        else:
            slow_down(request, door="toy")
    except TooMany:
        return
    passed.append(number)
threads = [threading.Thread(target=press, args=(n,)) for n in range(25)]
for thread in threads: thread.start()
print("ready", flush=True); sys.stdin.readline(); start.wait()
for thread in threads: thread.join()
print(len(passed))
"""


@pytest.mark.parametrize(("what", "may"), [("posts", 20), ("all", 30), ("tries", 5)])
def test_fifty_posts_from_two_processes(tmp_path, what, may):
    environment = {
        "ALONGSIDE_VAR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "alongside.settings.local",
        "PATH": "", "ALONGSIDE_SECRET_KEY": "k" * 60,
    }  # fmt: skip
    rushes = [
        subprocess.Popen(
            [sys.executable, "-c", RUSH, what, str(number)], env=environment, cwd=ROOT, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )
        for number in range(2)
    ]  # fmt: skip
    for rush in rushes:
        assert rush.stdout.readline() == "ready\n", rush.stderr.read()
    for rush in rushes:
        rush.stdin.write("go\n")
        rush.stdin.flush()
    said = [rush.communicate(timeout=240) for rush in rushes]
    assert sum(int(out) for out, _ in said) == may
    assert [err for _, err in said] == ["", ""]  # nothing was let through because counting failed
