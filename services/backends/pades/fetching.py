"""One question over HTTP with limits of time and size; whatever goes wrong is said in a few Vietnamese words."""

import asyncio
from dataclasses import dataclass

import aiohttp

_BLOCK = 1 << 16


class Silence(Exception):
    """Nobody answered as they should; the text goes on after the name of who was asked: “không trả lời …”."""


@dataclass(frozen=True)
class Question:
    """What is asked where: `body` is posted as this media type; without one the address is fetched."""

    address: str
    body: bytes | None = None
    kind: str = ""
    seconds: float = 8.0
    most: int = 1 << 16


async def fetch(question: Question) -> bytes:
    """The answer; Silence when none comes in time, it is too long, or it is not a 200."""
    limit = aiohttp.ClientTimeout(total=question.seconds)
    try:
        async with asyncio.timeout(question.seconds), aiohttp.ClientSession(timeout=limit) as session:
            return await _ask(session, question)
    except TimeoutError:
        raise Silence(f"không trả lời trong {question.seconds:g} giây") from None
    except (aiohttp.ClientError, OSError, ValueError):
        raise Silence("không kết nối được") from None


async def _ask(session: aiohttp.ClientSession, question: Question) -> bytes:
    verb, headers = ("GET", {}) if question.body is None else ("POST", {"Content-Type": question.kind})
    async with session.request(verb, question.address, data=question.body, headers=headers, max_redirects=3) as answer:
        if answer.status != 200:
            raise Silence(f"trả lời mã lỗi {answer.status}")
        content = bytearray()
        async for block in answer.content.iter_chunked(_BLOCK):
            content += block
            if len(content) > question.most:
                raise Silence("trả lời quá dài")
        return bytes(content)
