"""A real browser without a window, by chromedriver's plain HTTP (W3C WebDriver), with the standard library alone."""

import base64
import json
import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
    "--window-size=1180,1300", "--force-color-profile=srgb", "--hide-scrollbars",
]  # fmt: skip
#: Set where a missing browser is a failure, as in .ci/run.
REQUIRED = "SPARSEST_BROWSER"
BROWSER = shutil.which("chromium")
DRIVER = shutil.which("chromedriver")


def missing():
    """Return why there is no browser, "" if there is one; an error where one has to be."""
    found = BROWSER and DRIVER
    if not found and os.environ.get(REQUIRED):
        raise RuntimeError(f"{REQUIRED} is set, and chromium or chromedriver is missing")
    return "" if found else "chromium and chromedriver are not installed: the explorer is not tried in a browser"


class Browser:
    """One session; `Browser(folder)` starts it, `close` ends it and what it started."""

    def __init__(self, folder):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self._log = (folder / "driver.log").open("wb")
        self._driver = subprocess.Popen([DRIVER, f"--port={port}"], stdout=self._log, stderr=subprocess.STDOUT)
        self._root = f"http://127.0.0.1:{port}"
        options = {"binary": BROWSER, "args": [*FLAGS, f"--user-data-dir={folder / 'profile'}"]}
        self.downloads = folder / "downloads"
        several = {"profile.default_content_setting_values.automatic_downloads": 1}
        preferences = {"download.default_directory": str(self.downloads), **several}
        wanted = {"goog:chromeOptions": {**options, "prefs": preferences}, "goog:loggingPrefs": {"browser": "ALL"}}
        self._wait()
        self._session = self._ask("POST", "/session", {"capabilities": {"alwaysMatch": wanted}})["sessionId"]

    def _wait(self):
        for _ in range(200):
            try:
                if self._ask("GET", "/status")["ready"]:
                    return
            except OSError:
                pass
            time.sleep(0.05)
        raise RuntimeError("chromedriver does not answer")

    def _ask(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self._root + path, data, {"Content-Type": "application/json"}, method=method)  # noqa: S310  # to this machine
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=120) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise RuntimeError(json.load(error)["value"]["message"]) from None

    def do(self, method, path, body=None):
        return self._ask(method, f"/session/{self._session}{path}", body)

    def open(self, url):
        self.do("POST", "/url", {"url": url})

    def run(self, script, *arguments):
        """Return what a script returns; a promise is waited for."""
        return self.do("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def devtools(self, command, **parameters):
        return self.do("POST", "/goog/cdp/execute", {"cmd": command, "params": parameters})

    def perform(self, *sources):
        self.do("POST", "/actions", {"actions": list(sources)})

    def keys(self, *keys):
        steps = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self.perform({"type": "key", "id": "keys", "actions": steps})

    def drag(self, start, end):
        move = {"type": "pointerMove", "duration": 0, "origin": "viewport"}
        middle = [(a + b) / 2 for a, b in zip(start, end, strict=True)]
        spots = [{**move, "x": round(x), "y": round(y)} for x, y in (start, middle, end)]
        steps = [spots[0], {"type": "pointerDown", "button": 0}, *spots[1:], {"type": "pointerUp", "button": 0}]
        self.perform({"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}, "actions": steps})

    def picture(self):
        return base64.b64decode(self.do("GET", "/screenshot"))

    def complaints(self):
        """Return what the page logged since the last time."""
        return [entry["message"] for entry in self.do("POST", "/se/log", {"type": "browser"})]

    def close(self):
        try:
            self.do("DELETE", "")
        finally:
            self._driver.terminate()
            self._driver.wait(20)
            self._log.close()
