"""Runs the Terraform in a shared library as if it were a program.

Usage: launcher.py LIBRARY ARGUMENT...
"""

import ctypes
import os
import signal
import sys
import threading

RUN = b"terraform"


def main(path, arguments):
    library = ctypes.CDLL(path)
    library.RunCliWithCancel.argtypes = [
        ctypes.c_char_p,
        ctypes.c_int64,
        ctypes.POINTER(ctypes.c_char_p),
        ctypes.c_int64,
        ctypes.c_int64,
    ]
    # The library adds the program's name itself.
    argv = (ctypes.c_char_p * len(arguments))(*map(os.fsencode, arguments))
    codes = []

    def run():
        codes.append(library.RunCliWithCancel(RUN, len(argv), argv, 1, 2))

    # The library hears of no signal, and Python handles signals in its main
    # thread only, so that one has nothing else to do.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: library.CancelCli(RUN))
    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    # Nothing of Go's may run once Python takes itself down.
    os._exit(codes[0])


main(sys.argv[1], sys.argv[2:])
