# threat: reading tests, reference, solutions, other submissions, home directory, environment
# without: namespaces, view, landlock, seccomp
# expect: score=0
# %% own
import subprocess

for path in TARGETS["files"]:
    done = subprocess.run(["cat", path], capture_output=True, text=True)
    print("REACHED" if done.returncode == 0 else "refused", done.stdout[-200:])
