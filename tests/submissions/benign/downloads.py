# Tries to fetch a picture, without success.
# %% own
import urllib.request
try:
    urllib.request.urlopen("http://127.0.0.1:9/cat.png", timeout=2)
except Exception as error:
    print("no network:", type(error).__name__)
