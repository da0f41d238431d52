# threat: atexit, threads, children that outlive the call or the submission
# hasty: yes
# expect: score=0
# %% own
import subprocess

subprocess.Popen(["sh", "-c", "while true; do :; done"], start_new_session=True)
get_ipython().system("sh -c 'while true; do :; done' &")
