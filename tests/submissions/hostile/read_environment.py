# threat: reading tests, reference, solutions, other submissions, home directory, environment
# expect: score=0; output~"PATH"
# %% own
import os
import subprocess

print(dict(os.environ))
print(subprocess.run(["env"], capture_output=True, text=True).stdout)
