"""The host and the students of `classroom.py`: what their browsers do, over real websockets."""

import asyncio
import json
import random
import re
import time
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import websockets
from streamlit_client import Reply, Visitor

from ae.runs.classes import Classes
from tests.data import pen_digits

BACK = (0.5, 1.0, 2.0, 4.0, 4.0, 4.0, 4.0)
"""Seconds between attempts to reach a server that has gone, about as Streamlit's page does it."""
NAME = re.compile(r"You are the ([a-z ]+)")
ANSWERS = re.compile(r"Answers: (\d+) of")
OTHERS = re.compile("ae_|Take back|Send|End the presentation")
"""What a phone shows that is no choice of a question."""
AWAY = (OSError, websockets.WebSocketException, TimeoutError, asyncio.IncompleteReadError)


@dataclass
class Room:
    """What happened in one class.

    Args:
        closing: whether nobody begins anything any more, and `over` whether all leave.
        killed: when a server was killed, 0 before.
        pending: by a student's name, when drawings were sent that are not on the board yet.
        answered: when answers of this round were sent.
        seen: for each step, when each phone showed it.
    """

    code: str = ""
    closing: bool = False
    over: bool = False
    killed: float = 0.0
    pending: dict[str, list[float]] = field(default_factory=dict)
    answered: list[float] = field(default_factory=list)
    on_board: list[float] = field(default_factory=list)
    stepped: list[tuple[str, int, float]] = field(default_factory=list)
    seen: dict[str, list[tuple[int, float]]] = field(default_factory=dict)
    back: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    asked: list[float] = field(default_factory=list)


class Person:
    """A browser on the page of a class: asks whether anything has changed, and comes back."""

    kind, every = "step", 1.0

    def __init__(self, port: int, room: Room, number: int):
        self.room, self.number = room, number
        self.rng = random.Random(number)
        query = f"class={room.code}" if room.code else ""
        self.visitor = Visitor(port, query, page_name="class")
        self.kept: dict[str, str] = {}
        self.reply = Reply()
        self._streams: Any = None

    async def live(self) -> None:
        """Arrive, and stay until the class is over."""
        try:
            await self.arrive()
            while not self.room.over:
                try:
                    await asyncio.sleep(self.every * (0.8 + 0.4 * self.rng.random()))
                    await self.look()
                    await self.act()
                except AWAY as error:
                    await self.come_back(error)
        except Exception as error:
            text = re.sub(r"\s+", " ", f"{type(error).__name__}: {error}")
            self.room.errors.append(f"{type(self).__name__}: {text}")

    async def arrive(self) -> None:
        raise NotImplementedError

    async def act(self) -> None:
        """Do what there is to do, if it is time for it."""

    def take(self, reply: Reply) -> None:
        """Read what is shown now."""
        self.reply = reply
        self.room.errors += reply.errors

    async def look(self) -> None:
        """Ask the route, and have the page run again where it tells another version."""
        told = json.loads(self.visitor.widgets["ae_pulse"].element.json)
        began = time.perf_counter()
        found = await self._get(told["place"])
        self.room.asked.append(time.perf_counter() - began)
        version = str(found.get(self.kind, "gone"))
        if version != told["seen"]:
            self.take(await self.visitor.trigger("ae_pulse", "changed", version))

    async def come_back(self, error: BaseException) -> None:
        """Reach the server again, and show the page with what the browser has kept."""
        if not self.room.killed:
            raise error
        self._streams = None
        for pause in BACK:
            await asyncio.sleep(pause)
            try:
                await self.visitor.connect()
                self.take(await self.visitor.run({"ae_keeper": {"kept": self.kept}}))
                if "ae_pulse" in self.reply.shown:
                    self.room.back.append(time.monotonic() - self.room.killed)
                    return
                text = f"instead of the class: {sorted(self.reply.shown)[:6]}"
                error = RuntimeError(text)
            except AWAY as again:
                error = again
        raise error

    def keep(self) -> None:
        """Keep what the page has the browser keep, as the component does."""
        told = json.loads(self.visitor.widgets["ae_keeper"].element.json)
        empty = {"code": told["code"], "host": "", "student": ""}
        self.kept = {**empty, **(told["write"] or {})}

    async def _get(self, place: str) -> dict[str, Any]:
        """Ask for JSON; once more where the server has closed a connection that was idle."""
        try:
            return await self._ask(place)
        except AWAY:
            self._streams = None
            return await self._ask(place)

    async def _ask(self, place: str) -> dict[str, Any]:
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self.visitor.port)
        reader, writer = self._streams
        writer.write(f"GET /{place} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(re.search(r"content-length: (\d+)", head)[1])
        return json.loads(await reader.readexactly(length))


class Student(Person):
    """Answers what is asked, and draws digit after digit."""

    pause = 8.0
    """Seconds between two drawings, on average."""

    async def arrive(self) -> None:
        await self.visitor.connect()
        await self.visitor.run()
        empty = {"code": self.room.code, "host": "", "student": ""}
        await self.visitor.tell("ae_keeper", {"kept": empty})
        self.take(await self.visitor.press("Join"))
        self.keep()
        self.take(await self.visitor.tell("ae_keeper", {"kept": self.kept}))
        self.name = NAME.search(self.reply.html)[1]
        self.room.pending[self.name], self.room.seen[self.name] = [], []
        self.due, self.done, self.image = 0.0, -1, None
        self.note()

    def take(self, reply: Reply) -> None:
        super().take(reply)
        if hasattr(self, "name"):
            self.note()

    def note(self) -> None:
        """Note which step is on screen."""
        told = json.loads(self.visitor.widgets["ae_pulse"].element.json)
        self.step = int(told["seen"])
        self.room.seen[self.name].append((self.step, time.monotonic()))

    async def act(self) -> None:
        if self.room.closing:
            return
        if "ae_canvas" in self.reply.shown and time.monotonic() > self.due:
            self.due = time.monotonic() + self.pause * (0.5 + self.rng.random())
            await self.draw()
        choices = [one for one in self.reply.shown if not OTHERS.match(one)]
        if choices and self.done != self.step:
            self.done = self.step
            self.room.answered.append(time.monotonic())
            self.take(await self.visitor.press(self.rng.choice(sorted(choices))))

    async def draw(self) -> None:
        """Draw a digit, stroke by stroke, and send it."""
        rng = np.random.default_rng(self.rng.randrange(10**6))
        strokes = pen_digits.varied(rng, self.rng.randrange(1, 11))[0][-1]
        version = json.loads(self.visitor.widgets["ae_canvas"].element.json)["version"]
        sent = []
        for stroke in strokes:
            points = [way for point in stroke.points for way in point]
            sent.append({"tool": "pen", "size": stroke.size, "points": points})
            message = {"version": version, "ground": 0, "strokes": sent}
            self.take(await self.visitor.tell("ae_canvas", {"drawing": message}))
            if "ae_canvas" not in self.reply.shown:
                return  # the class has gone on meanwhile
        send = next(one for one in ("Send", "Send again") if one in self.reply.shown)
        pending = self.room.pending[self.name]
        pending.append(time.monotonic())
        self.take(await self.visitor.press(send))
        if "ae_canvas" in self.reply.shown:
            self.image = pen_digits.seen(strokes)
        else:
            del pending[-1:]  # the class had gone on


class Host(Person):
    """Starts the class; steps are pressed by the benchmark, the board moves by itself."""

    kind, every = "board", 0.4

    def __init__(self, port: int, room: Room, number: int, classes: Classes):
        super().__init__(port, room, number)
        self.classes = classes

    async def arrive(self) -> None:
        await self.visitor.connect()
        await self.visitor.run()
        self.pictures: dict[str, str] = {}
        self.counted = 0
        self.take(await self.visitor.press("Start a class"))
        self.keep()
        self.take(await self.visitor.tell("ae_keeper", {"kept": self.kept}))
        self.room.code = self.kept["code"]
        self.presses: asyncio.Queue[str] = asyncio.Queue()

    async def act(self) -> None:
        while not self.presses.empty():
            label = self.presses.get_nowait()
            began = time.monotonic()
            self.room.answered.clear()
            self.counted = 0
            for sent in self.room.pending.values():
                sent.clear()  # the wall goes: whether they have arrived, the disk tells
            self.take(await self.visitor.press(label))
            self.room.stepped.append((label, self.classes.read(self.room.code).step, began))

    def take(self, reply: Reply) -> None:
        super().take(reply)
        now = time.monotonic()
        if found := ANSWERS.search(reply.html):
            count = max(self.counted, int(found[1]))
            self.room.on_board += [
                now - sent for sent in sorted(self.room.answered)[self.counted : count]
            ]
            self.counted = count
        if "ae_picker" in reply.shown:
            for one in json.loads(self.visitor.widgets["ae_picker"].element.json)["items"]:
                if self.pictures.get(one["text"]) != one["pictures"][0]:
                    self.pictures[one["text"]] = one["pictures"][0]
                    sent = self.room.pending.get(one["text"], [])
                    self.room.on_board += [now - at for at in sent]
                    sent.clear()
