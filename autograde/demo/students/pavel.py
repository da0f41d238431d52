# A good answer whose file was cut off on the way; see autograde/demo/__init__.py.
# like: ada
