"""A slow line between a browser and the server: all bytes arrive, in order, and late."""

import asyncio
import threading
from contextlib import suppress


class SlowLine:
    """A proxy on a free port of this machine that holds back every byte for half a round trip."""

    def __init__(self, port, round_trip):
        """Open the line to a server's port; `round_trip` in seconds."""
        self._target, self._delay = port, round_trip / 2
        self._loop = asyncio.new_event_loop()
        self._server = None
        self._tasks = []
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(ready,), daemon=True)
        self._thread.start()
        ready.wait()
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    def close(self):
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def _run(self, ready):
        asyncio.set_event_loop(self._loop)
        opening = asyncio.start_server(self._connected, "127.0.0.1", 0)
        self._server = self._loop.run_until_complete(opening)
        ready.set()
        self._loop.run_forever()
        self._server.close()
        ends = asyncio.all_tasks(self._loop)
        for task in ends:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*ends, return_exceptions=True))
        self._loop.close()

    async def _connected(self, reader, writer):
        there = await asyncio.open_connection("127.0.0.1", self._target)
        for source, target in ((reader, there[1]), (there[0], writer)):
            self._tasks.append(asyncio.ensure_future(self._carry(source, target)))

    async def _carry(self, source, target):
        """Pass bytes on, each as late as all others, until the source ends."""
        queue = asyncio.Queue()
        delivering = asyncio.ensure_future(self._deliver(queue, target))
        with suppress(OSError):
            while data := await source.read(65536):
                queue.put_nowait((self._loop.time() + self._delay, data))
        queue.put_nowait((self._loop.time() + self._delay, b""))
        await delivering

    async def _deliver(self, queue, target):
        with suppress(OSError):
            while True:
                when, data = await queue.get()
                await asyncio.sleep(max(0.0, when - self._loop.time()))
                if not data:
                    break
                target.write(data)
                await target.drain()
        target.close()
