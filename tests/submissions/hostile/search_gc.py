# threat: frames, gc, inspect, /proc/*/mem, ptrace for the reference
# expect: score=0
# %% own
import gc
import sys
import types

for thing in gc.get_objects():
    module = getattr(thing, "__module__", None)
    if isinstance(module, str) and module.startswith(("autograde.reference", "autograde.suites")):
        print("REACHED", thing)
    if isinstance(thing, types.ModuleType) and thing.__name__.startswith("autograde.ref"):
        print("REACHED", thing)
if any(name.startswith("autograde") for name in sys.modules):
    print("REACHED a module of the grader")
