# Installs what is there already.
# %% own
%pip install --disable-pip-version-check --no-index numpy
# %% own
!pip --version
# %% own
%conda list
