"""A line on which each byte is so long under way, as on a long road: TCP on loopback, made slow."""
import asyncio
import contextlib
import threading


class DelayLine:
    """Passes connections to a port on; answers come a round trip later than they would."""

    def __init__(self, target, round_trip):
        self.target, self.one_way = target, round_trip / 2
        self.loop = asyncio.new_event_loop()
        self.server = self.loop.run_until_complete(asyncio.start_server(self.pass_on, "127.0.0.1", 0))
        self.port = self.server.sockets[0].getsockname()[1]
        threading.Thread(target=self.loop.run_forever, daemon=True).start()

    async def pass_on(self, reader, writer):
        await asyncio.sleep(2 * self.one_way)  # the handshake went there and back, too
        there_reader, there_writer = await asyncio.open_connection("127.0.0.1", self.target)
        await asyncio.gather(self.carry(reader, there_writer), self.carry(there_reader, writer))

    async def carry(self, reader, writer):
        """What is read now is written later; what comes meanwhile is under way beside it."""
        under_way = asyncio.Queue(1000)

        async def deliver():
            while (sent := await under_way.get()) is not None:
                arrives, piece = sent
                await asyncio.sleep(max(0, arrives - self.loop.time()))
                writer.write(piece)
                await writer.drain()
            if writer.can_write_eof():
                writer.write_eof()

        delivery = self.loop.create_task(deliver())
        with contextlib.suppress(OSError):
            while piece := await reader.read(1 << 16):
                await under_way.put((self.loop.time() + self.one_way, piece))
        await under_way.put(None)
        with contextlib.suppress(OSError):
            await delivery

    def close(self):
        self.loop.call_soon_threadsafe(self.loop.stop)
