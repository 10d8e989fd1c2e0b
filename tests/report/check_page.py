#!/usr/bin/env python3
"""Opens a report in headless Chromium and checks it as a reader would see it.

    check_page.py PAGE.html [--charts N] [--pictures FOLDER] [--expect-problems N]

Checks, at 1280 and 390 pixels: no console message, nothing asked of the network, every chart drawn
with a size and its texts large enough, no part of the page wider than the screen.  Checks that
dark mode is dark and that it prints.  Exit code 0: all is well; 1: it is not; 77: no Chromium here.
"""

import argparse
import base64
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

SKIPPED = 77
NAMES = ["chromium", "chromium-browser", "google-chrome"]

# Runs in the page (the protocol may, although the page forbids scripts to itself).
MEASURE = """(() => {
  const shown = element => element.getClientRects().length > 0;
  const charts = [...document.querySelectorAll('figure svg[role=img]')].filter(shown);
  const size = element => { const box = element.getBoundingClientRect(); return [box.width, box.height]; };
  const text_sizes = charts.flatMap(chart => {
    const scale = chart.getBoundingClientRect().width / chart.viewBox.baseVal.width;
    return [...chart.querySelectorAll('text')].map(
      text => parseFloat(getComputedStyle(text).fontSize) * scale);
  });
  const outside = charts.flatMap(chart => {
    const frame = chart.getBoundingClientRect();
    return [...chart.querySelectorAll('text')].filter(text => {
      const box = text.getBoundingClientRect();
      return box.left < frame.left - 2 || box.right > frame.right + 2 ||
             box.top < frame.top - 2 || box.bottom > frame.bottom + 2;
    }).map(text => text.textContent);
  });
  return {
    title: document.title,
    figures: document.querySelectorAll('figure.chart').length,
    charts: charts.map(size),
    marks: charts.map(chart => chart.textContent.includes('No data') ||
                               chart.querySelectorAll('path,rect,circle').length > 0),
    smallest_text: Math.min(...text_sizes, 99),
    outside,
    width: document.documentElement.scrollWidth,
    height: document.documentElement.scrollHeight,
    paper: getComputedStyle(document.body).backgroundColor,
    scripts: document.scripts.length,
    resources: performance.getEntriesByType('resource').map(entry => entry.name),
  };
})()"""


class Browser:
    """Chromium over a pair of pipes (DevTools protocol: JSON messages that end in NUL)."""

    def __init__(self, program, profile):
        to_browser, self.send_end = os.pipe()
        self.receive_end, from_browser = os.pipe()

        def pipes_to_3_and_4():
            low, high = os.dup(to_browser), os.dup(from_browser)
            os.dup2(low, 3)
            os.dup2(high, 4)

        self.process = subprocess.Popen(
            [program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
             "--no-first-run", "--disable-background-networking", "--disable-component-update",
             "--disable-sync", "--disable-dev-shm-usage", "--hide-scrollbars",
             "--host-resolver-rules=MAP * ~NOTFOUND", "--remote-debugging-pipe",
             f"--user-data-dir={profile}", "about:blank"],
            preexec_fn=pipes_to_3_and_4, close_fds=False,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_browser)
        os.close(from_browser)
        self.number, self.buffer, self.events, self.session = 0, b"", [], None

    def receive(self):
        while b"\0" not in self.buffer:
            data = os.read(self.receive_end, 1 << 20)
            if not data:
                raise RuntimeError("the browser has ended")
            self.buffer += data
        message, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(message)

    def call(self, method, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.send_end, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.receive()
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]
            self.events.append(answer)

    def wait_for(self, event):
        while not any(message.get("method") == event for message in self.events):
            self.events.append(self.receive())

    def close(self):
        try:
            self.session = None
            self.call("Browser.close")
        except (RuntimeError, OSError):
            pass
        try:
            self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.process.kill()


def screen(browser, width, height=900):
    browser.call("Emulation.setDeviceMetricsOverride", width=width, height=height,
                 deviceScaleFactor=1, mobile=width < 600)


def appearance(browser, scheme="light", media=""):
    browser.call("Emulation.setEmulatedMedia", media=media,
                 features=[{"name": "prefers-color-scheme", "value": scheme}])


def measure(browser):
    return browser.call("Runtime.evaluate", expression=MEASURE, returnByValue=True)["result"]["value"]


def picture(browser, folder, name, height):
    if not folder:
        return
    clip = {"x": 0, "y": 0, "width": 0, "height": min(height, 16000), "scale": 1}
    clip["width"] = browser.call("Runtime.evaluate", expression="innerWidth")["result"]["value"]
    data = browser.call("Page.captureScreenshot", format="png", clip=clip,
                        captureBeyondViewport=True)["data"]
    pathlib.Path(folder, name).write_bytes(base64.b64decode(data))


def check_page(browser, page, charts, folder):
    """The problems of a page, in words."""
    problems = []

    def require(condition, problem):
        if not condition:
            problems.append(problem)

    target = browser.call("Target.createTarget", url="about:blank")["targetId"]
    browser.session = browser.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
    for domain in ("Page", "Runtime", "Log", "Network"):
        browser.call(f"{domain}.enable")
    screen(browser, 1280)
    appearance(browser)
    address = page.resolve().as_uri()
    browser.events.clear()
    browser.call("Page.navigate", url=address)
    browser.wait_for("Page.loadEventFired")

    paper = {}
    for width, scheme in ((1280, "light"), (390, "light"), (1280, "dark")):
        screen(browser, width)
        appearance(browser, scheme)
        found = measure(browser)
        where = f"at {width} pixels, {scheme}"
        paper[scheme] = found["paper"]
        require(found["title"], "the page has no title")
        require(len(found["charts"]) == found["figures"],
                f"{where}: {len(found['charts'])} charts shown of {found['figures']}")
        require(charts is None or found["figures"] >= charts,
                f"{found['figures']} charts, {charts} expected")
        for size, marks in zip(found["charts"], found["marks"]):
            require(min(size) >= 50, f"{where}: a chart is only {size[0]:.0f} by {size[1]:.0f} pixels")
            require(marks, f"{where}: a chart is blank")
        require(found["smallest_text"] >= 10.5,
                f"{where}: text of {found['smallest_text']:.1f} pixels in a chart")
        require(not found["outside"], f"{where}: texts leave their chart: {found['outside'][:5]}")
        require(found["width"] <= width, f"{where}: the page is {found['width']} pixels wide")
        require(found["scripts"] == 0, "the page has a script")
        require(not found["resources"], f"the page loads {found['resources']}")
        picture(browser, folder, f"{width}-{scheme}.png", found["height"])
    require(paper["light"] != paper["dark"], "dark mode is not dark")

    appearance(browser, media="print")
    screen(browser, 760)
    picture(browser, folder, "print.png", measure(browser)["height"])
    appearance(browser)
    document = base64.b64decode(browser.call("Page.printToPDF", printBackground=True,
                                             preferCSSPageSize=True)["data"])
    if folder:
        pathlib.Path(folder, "print.pdf").write_bytes(document)
    pages = document.count(b"/Type /Page\n") + document.count(b"/Type /Page\r")
    require(pages > 0, "nothing is printed")

    for event in browser.events:
        method, parameters = event.get("method"), event.get("params", {})
        if method == "Runtime.consoleAPICalled" or method == "Runtime.exceptionThrown":
            problems.append(f"console: {json.dumps(parameters)[:300]}")
        if method == "Log.entryAdded":
            problems.append(f"console: {parameters['entry']['text'][:300]}")
        if method == "Network.requestWillBeSent":
            url = parameters["request"]["url"]
            require(url.split("#")[0] == address, f"the page asks for {url[:200]}")
    return problems, pages, found["figures"]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("page", type=pathlib.Path)
    parser.add_argument("--charts", type=int, help="charts there must be at least")
    parser.add_argument("--expect-problems", type=int, default=0,
                        help="pages made to fail: problems there must be at least")
    parser.add_argument("--pictures", help="folder for screenshots and the printed page")
    options = parser.parse_args()
    if not options.page.is_file():
        print(f"no such file: {options.page}")
        return 1
    program = next((found for found in map(shutil.which, NAMES) if found), None)
    if program is None:
        print("SKIPPED: Chromium is not installed (./dev install-deps gets it)")
        return SKIPPED
    if options.pictures:
        os.makedirs(options.pictures, exist_ok=True)

    begin = time.monotonic()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = Browser(program, profile)
        try:
            problems, pages, charts = check_page(browser, options.page, options.charts, options.pictures)
        finally:
            browser.close()
    for problem in problems:
        print(f"{options.page.name}: {problem}")
    seconds = time.monotonic() - begin
    print(f"{options.page.name}: {charts} charts, {pages} printed pages, "
          f"{len(problems)} problems, {seconds:.1f} s")
    if options.expect_problems:
        return 0 if len(problems) >= options.expect_problems else 1
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
