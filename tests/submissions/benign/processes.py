# Tries more processes, which may not be allowed.
# %% own
import multiprocessing
import subprocess
try:
    with multiprocessing.get_context("fork").Pool(2) as pool:
        print(pool.map(abs, [-1, -2]))
except OSError as error:
    print("no processes here:", error)
# %% own
print(subprocess.run(["echo", "hello"], capture_output=True, text=True).stdout)
