"""Run a command and print its wall seconds, its processor seconds, its peak memory in KiB and how it ended.

A process starts out with the peak of whoever started it: this one is small, so that a peak is the command's own.
"""

import os
import sys
import time


def main() -> None:
    """Run the command that the command line gives, with its output thrown away."""
    start = time.perf_counter()
    pid = os.fork()
    if not pid:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.execvp(sys.argv[1], sys.argv[1:])
    _, status, usage = os.wait4(pid, 0)
    seconds = time.perf_counter() - start
    print(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss, os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
