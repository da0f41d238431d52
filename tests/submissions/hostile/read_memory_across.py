# threat: frames, gc, inspect, /proc/*/mem, ptrace for the reference
# without: namespaces, view, landlock, seccomp
# expect: score=0; output~"refused"
# %% own
import ctypes


class Vector(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("size", ctypes.c_size_t)]


libc = ctypes.CDLL(None, use_errno=True)
mine = ctypes.create_string_buffer(8)
here = Vector(ctypes.addressof(mine), 8)
for pid in TARGETS["pids"]:
    there = Vector(id(None), 8)
    got = libc.process_vm_readv(pid, ctypes.byref(here), 1, ctypes.byref(there), 1, 0)
    print("REACHED" if got > 0 or ctypes.get_errno() == 14 else "refused")
