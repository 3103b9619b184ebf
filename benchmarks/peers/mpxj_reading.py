"""How long MPXJ takes to read MS Project XML: `python -m benchmarks.peers.mpxj_reading FILE REPETITIONS`.

Prints seconds of the reading thread, one of each repetition, as JSON; the first warms Java up.
"""

from __future__ import annotations

import json
import sys
import time

from benchmarks.peers.mpxj import start_java


def main() -> None:
    file, repetitions = sys.argv[1], int(sys.argv[2])
    start_java()
    from java.lang import ClassLoader, Thread
    from org.mpxj.mspdi import MSPDIReader

    Thread.currentThread().setContextClassLoader(ClassLoader.getSystemClassLoader())
    seconds = []
    for _ in range(repetitions):
        began = time.thread_time()
        MSPDIReader().read(file)
        seconds.append(time.thread_time() - began)
    print(json.dumps(seconds), file=sys.stderr)


if __name__ == "__main__":
    main()
