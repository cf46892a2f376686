"""No process of ours outlives the one that started it.

Whoever kills the one in charge with SIGKILL leaves its children behind: they would go on answering at
the same address, from the old version, and nothing could be started beside them.
"""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1  # prctl(2)


def end_with_parent(parent: int | None = None) -> None:
    """Linux: get SIGTERM as soon as the parent process ends, however it ends. Elsewhere: nothing.

    `parent`: its number, if the caller knows it: it may have ended before we could ask.
    """
    if not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if parent is not None and os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGTERM)
