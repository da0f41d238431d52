# Looks around with the shell.
# %% own
!ls
!pwd
files = !ls -la
print(len(files))
# %% own
%%bash
echo hello
# %% own
%cd ..
%pwd
%ls
