"""What one more stroke costs a browser, after few strokes and after many: bytes and frames.

Real Chromium, its processor slowed `--slower` times as a cheap phone's, on the page Draw. After
each number of strokes one more is drawn, a point a frame: the time the page's own script and
painting take a frame, the frame's whole time, and what goes over the WebSocket for that stroke and
for moving another widget. With `--beside FOLDER`, another checkout's app in the same run.
"""

import re
from pathlib import Path

import common
import numpy as np
from common import Server, machine, scratch, server, table

DRAW = """
async ({ canvas, strokes, points, slowly }) => {
  canvas.setPointerCapture = () => {}; // of a pointer that only these events know
  const box = canvas.getBoundingClientRect();
  const send = (kind, x, y) => canvas.dispatchEvent(new PointerEvent("pointer" + kind, {
    bubbles: true, pointerId: 1, pointerType: "mouse", isPrimary: true,
    clientX: box.left + x * box.width, clientY: box.top + y * box.height,
  }));
  const frames = [];
  const frame = () => new Promise(requestAnimationFrame);
  for (let s = 0; s < strokes; s += 1) {
    const [x, y] = [0.1 + 0.7 * ((s * 0.618) % 1), 0.1 + 0.7 * ((s * 0.382) % 1)];
    send("down", x, y);
    for (let p = 1; p < points; p += 1) {
      const began = performance.now();
      send("move", x + 0.008 * p, y + 0.1 * Math.sin(p / 4));
      if (!slowly) continue;
      await frame();
      frames.push(performance.now() - began);
    }
    send("up", x, y);
  }
  return frames;
}
"""
TOGGLE = "Do not centre"


def report(given) -> None:
    """Measure this checkout, and another beside it."""
    print(machine())
    checkouts = {"here": common.ROOT, **({"beside": Path(given.beside)} if given.beside else {})}
    rows = []
    for name, root in checkouts.items():
        with scratch() as folder:
            environment = {"AE_CACHE_DIR": str(folder / "cache")}
            with server(environment, folder / "log", root / "app.py") as web:
                rows += [[name, *row] for row in measured(web, given)]
    heads = ["strokes", "frame p50, ms", "p95, ms", "stroke up, B", "down, B"]
    table(["app", *heads, "other widget up, B", "down, B"], rows)


def measured(web: Server, given) -> list[list]:
    """Return a row for each number of strokes."""
    from playwright.sync_api import sync_playwright

    rows = []
    with sync_playwright() as play:
        chromium = play.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        page = chromium.new_page(viewport={"width": 1280, "height": 1400})
        told = {"framesent": 0, "framereceived": 0}
        page.on("websocket", lambda line: [line.on(way, count(told, way)) for way in told])
        page.goto(f"{web.url}/draw?dataset=digits")
        page.locator("img.ae-tile").nth(7).wait_for(timeout=60_000)
        page.wait_for_timeout(1000 * given.settle)
        page.get_by_text(re.compile("Fill in what is")).first.click()  # which asks no other run
        page.wait_for_timeout(3000)
        slow = page.context.new_cdp_session(page)
        drawn = 0
        for number in given.strokes:
            draw(page, number - drawn, slowly=False)
            drawn = number + 2
            page.wait_for_timeout(3000)
            draw(page, 1, slowly=False)  # what was told of it is settled now
            page.wait_for_timeout(2000)
            slow.send("Emulation.setCPUThrottlingRate", {"rate": given.slower})
            reset(told)
            frames = draw(page, 1, slowly=True)
            slow.send("Emulation.setCPUThrottlingRate", {"rate": 1})
            page.wait_for_timeout(2500)
            stroke = [*told.values()]
            reset(told)
            page.get_by_text(TOGGLE).click()
            page.wait_for_timeout(2500)
            spread = common.spread(frames, 50, 95)
            rows.append([number, *spread, *stroke, *told.values()])
        chromium.close()
    return rows


def count(told: dict[str, int], way: str):
    """Return what counts the bytes of a WebSocket's messages of one way."""

    def add(text: str | bytes) -> None:
        told[way] += len(text)

    return add


def reset(told: dict[str, int]) -> None:
    """Count from nothing again."""
    told.update(dict.fromkeys(told, 0))


def draw(page, strokes: int, slowly: bool) -> list[float]:
    """Draw strokes of 40 points; return the milliseconds of each frame where it is done slowly."""
    canvas = page.locator(".ae-canvas canvas").element_handle()
    what = {"canvas": canvas, "strokes": int(strokes), "points": 40, "slowly": slowly}
    return [float(one) for one in np.ravel(page.evaluate(DRAW, what))]


if __name__ == "__main__":
    options = {"beside": "", "strokes": [5, 100, 480], "slower": 6, "settle": 4}
    common.main(__file__, __doc__, options, report, dict)
