# Works in temporary places.
# %% own
import shutil, tempfile
from pathlib import Path
with tempfile.TemporaryDirectory() as folder, tempfile.NamedTemporaryFile("w+") as file:
    file.write("x")
    Path(folder, "a.txt").write_text("a")
    print(file.name, list(Path(folder).iterdir()))
place = tempfile.mkdtemp()
shutil.make_archive(f"{place}/all", "zip", ".")
