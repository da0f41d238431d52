# Looks things up.
# %% own
np.dot?
# %% own
?np.sum
# %% own
conv2d??
# %% own
help(np.pad)
# %% own
%whos
%lsmagic
%history
%who_ls
dir()
# %% own
%pinfo np.roll
%env
