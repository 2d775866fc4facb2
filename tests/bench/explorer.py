"""The explorer in a real browser: redraws while a point of a hundred is dragged, by processor time, and first paint."""

import tempfile
from pathlib import Path

from sparsest.errors import UsageError
from sparsest.explorer import explorer_page
from tests.bench.measure import table
from tests.explorer.browser import Browser, missing

FRAMES = 180
_PAINT = """
return new Promise((done) => setTimeout(() => done(performance.getEntriesByType('paint')[0].startTime), 500));
"""
_DRAG = """
document.querySelectorAll('#gallery button')[5].click();
const frames = arguments[0], svg = document.getElementById('picture');
svg.setPointerCapture = () => {};
const rested = () => new Promise((done) => {
  const look = () => (sparsest.view.settled ? done() : setTimeout(look, 20));
  look();
});
const drag = () => new Promise((done) => {
  const box = document.querySelectorAll('#points circle')[50].getBoundingClientRect();
  const send = (type, by) => svg.dispatchEvent(new PointerEvent(type, {
    clientX: box.x + box.width / 2, clientY: box.y + box.height / 2 - by, pointerId: 1, bubbles: true, button: 0,
  }));
  send('pointerdown', 0);
  sparsest.view.times.length = 0;
  let k = 0;
  const go = () => {
    send('pointermove', (k * 7) % 80);
    k += 1;
    if (k <= frames) requestAnimationFrame(go);
    else {
      send('pointerup', 20);
      done(sparsest.view.times.slice(0, frames).sort((a, b) => a - b));
    }
  };
  requestAnimationFrame(go);
});
return rested().then(drag);
"""


def _used(browser):
    """Return the processor seconds of the page's thread so far, all told and in scripts."""
    found = {one["name"]: one["value"] for one in browser.devtools("Performance.getMetrics")["metrics"]}
    return found["TaskDuration"], found["ScriptDuration"]


def bench_explorer():
    """Print what a frame costs, cold and warm, and when the page is first seen."""
    if reason := missing():
        raise UsageError(reason)
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "page.html")
        page.write_text(explorer_page(), encoding="utf-8")
        browser = Browser(Path(folder))
        try:
            browser.open(page.as_uri())
            paint = browser.run(_PAINT)
            browser.devtools("Performance.enable", timeDomain="threadTicks")
            rows = []
            for name in ("cold", "warm", "warm"):
                before = _used(browser)
                times = browser.run(_DRAG, FRAMES)
                task, script = ((b - a) * 1000 / FRAMES for a, b in zip(before, _used(browser), strict=True))
                rows.append([name, f"{times[FRAMES // 2]:.1f}", f"{task:.1f}", f"{script:.1f}", f"{1000 / task:.0f}"])
            print(f"The explorer, 100 points, one dragged over {FRAMES} frames; first paint from disk: {paint:.0f} ms")
            head = ["", "redraw, median ms", "processor ms a frame", "of it scripts", "frames a second of processor"]
            table(head, rows)
        finally:
            browser.close()


BENCHMARKS = {"explorer": bench_explorer}
