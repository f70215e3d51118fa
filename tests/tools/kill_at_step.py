#!/usr/bin/env python3
"""kill_at_step.py NUMBER LOG COMMAND…: runs a program, and kills it with SIGKILL just before its step of that number.

A step is a system call that others could see the end of: it writes, flushes, names or removes a file, or connects, sends or
receives. Steps of all threads are counted together, in the order in which they come; so numbers from 1 on, until the program
is no longer killed, leave none out. LOG gets a line for each step. Exits as the program does: 137 when it was killed.
NUMBER 0 kills it at none.
"""
import ctypes
import os
import platform
import signal
import struct
import sys

TRACE_ME, SETOPTIONS, SYSCALL, GET_SYSCALL_INFO = 0, 0x4200, 24, 0x420e
OPTIONS = 0x100000 | 1 | 2 | 4 | 8 | 16  # its end is the program's; system calls are told apart; its threads and children, too
EVENT_EXEC, WALL = 4, 0x40000000
ENTRY = 1
CREATES = os.O_CREAT | os.O_TRUNC

# Numbers of Linux, which never change.
CALLS = {
    "x86_64": {1: "write", 18: "pwrite64", 20: "writev", 296: "pwritev", 40: "sendfile", 326: "copy_file_range", 74: "fsync",
               75: "fdatasync", 306: "syncfs", 76: "truncate", 77: "ftruncate", 82: "rename", 264: "renameat", 316: "renameat2",
               86: "link", 265: "linkat", 88: "symlink", 266: "symlinkat", 87: "unlink", 263: "unlinkat", 84: "rmdir", 83: "mkdir",
               258: "mkdirat", 2: "open", 257: "openat", 73: "flock", 42: "connect", 44: "sendto", 46: "sendmsg", 307: "sendmmsg",
               45: "recvfrom", 47: "recvmsg", 0: "read", 48: "shutdown", 90: "chmod", 91: "fchmod", 285: "fallocate"},
    "aarch64": {64: "write", 68: "pwrite64", 66: "writev", 70: "pwritev", 71: "sendfile", 285: "copy_file_range", 82: "fsync",
                83: "fdatasync", 267: "syncfs", 45: "truncate", 46: "ftruncate", 38: "renameat", 276: "renameat2", 37: "linkat",
                36: "symlinkat", 35: "unlinkat", 34: "mkdirat", 56: "openat", 32: "flock", 203: "connect", 206: "sendto",
                211: "sendmsg", 269: "sendmmsg", 207: "recvfrom", 212: "recvmsg", 63: "read", 210: "shutdown", 52: "fchmod",
                47: "fallocate"},
}.get(platform.machine(), {})
LIBC = ctypes.CDLL(None, use_errno=True)
LIBC.ptrace.restype = ctypes.c_long
LIBC.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]


def ptrace(request, pid, address=0, value=0):
    if LIBC.ptrace(request, pid, address, value) == -1:
        raise OSError(ctypes.get_errno(), "ptrace")


def step_of(pid):
    """What a thread that stopped at a system call is about to do; None when nobody sees the end of it."""
    info = ctypes.create_string_buffer(88)
    if LIBC.ptrace(GET_SYSCALL_INFO, pid, len(info), ctypes.addressof(info)) <= 0 or info.raw[0] != ENTRY:
        return None
    number, *arguments = struct.unpack_from("7Q", info.raw, 24)
    name = CALLS.get(number)
    if name == "open":
        return name if arguments[1] & CREATES else None
    if name == "openat":
        return name if arguments[2] & CREATES else None
    if name in ("read", "write", "writev"):
        try:
            what = os.readlink(f"/proc/{pid}/fd/{arguments[0]}")
        except OSError:
            return None
        is_wire = what.startswith("socket:")
        if name == "read":
            return "read from a socket" if is_wire else None
        return f"{name} to a socket" if is_wire else name if arguments[0] > 2 else None
    return name


class Traced:
    """A program, stopped at each of its system calls."""

    def __init__(self, command):
        self.pid = os.fork()
        if self.pid == 0:
            try:
                ptrace(TRACE_ME, 0)
                os.kill(os.getpid(), signal.SIGSTOP)
                os.execv(command[0], command)
            finally:
                os._exit(127)
        os.waitpid(self.pid, 0)
        ptrace(SETOPTIONS, self.pid, 0, OPTIONS)
        self.code, self.begun = None, False
        self.go_on(self.pid)

    def go_on(self, pid, sign=0):
        try:
            ptrace(SYSCALL, pid, 0, sign)
        except ProcessLookupError:
            pass  # killed meanwhile

    def steps(self):
        """The name of each, before it is taken."""
        while self.code is None:
            pid, status = os.waitpid(-1, WALL)
            if not os.WIFSTOPPED(status):
                if pid == self.pid:
                    self.code = os.waitstatus_to_exitcode(status)
                continue
            sign, event = os.WSTOPSIG(status), status >> 16
            if sign == signal.SIGTRAP | 0x80:
                name = step_of(pid) if self.begun else None
                if name:
                    yield name
                sign = 0
            elif event or sign == signal.SIGSTOP:  # a new thread begins with a stop
                self.begun = self.begun or event == EVENT_EXEC
                sign = 0
            self.go_on(pid, sign)


def main():
    number, log, *command = sys.argv[1:]
    if not CALLS:
        sys.exit("skipped: system calls of this machine are not known")
    program = Traced(command)
    with open(log, "w", encoding="utf-8") as told:
        for count, name in enumerate(program.steps(), 1):
            told.write(name + "\n")
            if count == int(number):
                os.kill(program.pid, signal.SIGKILL)
    sys.exit(128 - program.code if program.code < 0 else program.code)


main()
