"""Reads a page of the guide, a Markdown file, into blocks; draws the page for the wall."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from deviceclerk.domain.guide import Block, Kind, Piece, Tone

if TYPE_CHECKING:
    from markdown_it.token import Token

_TONES: Final = {"strong_open": Tone.STRONG, "em_open": Tone.LABEL, "link_open": Tone.LINK}

_SILENT: Final = {
    "paragraph_open",
    "paragraph_close",
    "bullet_list_open",
    "bullet_list_close",
    "ordered_list_close",
}


def read(path: Path) -> tuple[Block, ...]:
    """The blocks of a page: headings, paragraphs, bullets, steps and pictures. Raises OSError.

    What the guide does not use (tables, quotations, nested lists) raises ValueError: a writer's mistake, which a
    test finds.
    """
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark").parse(path.read_text(encoding="utf-8"))
    return tuple(_blocks(tokens))


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    kind, number, steps = Kind.PARAGRAPH, 0, 0
    for token in tokens:
        match token.type:
            case "heading_open":
                kind, number = Kind.HEADING, int(token.tag[1:])
            case "heading_close" | "list_item_close":
                kind, number = Kind.PARAGRAPH, 0
            case "ordered_list_open":
                steps = int(token.attrGet("start") or 1)
            case "list_item_open":
                kind, number = (Kind.STEP, steps) if token.markup in ".)" else (Kind.BULLET, 0)
                steps += 1
            case "inline":
                yield _block(kind, number, token)
            case other if other not in _SILENT:
                raise ValueError(f"the guide has no {other}")


def _block(kind: Kind, number: int, token: Token) -> Block:
    children = token.children or []
    if len(children) == 1 and children[0].type == "image":
        image = children[0]
        return Block(Kind.PICTURE, (Piece(image.content),), picture=str(image.attrGet("src")))
    return Block(kind, tuple(_pieces(children)), number)


def _pieces(tokens: Sequence[Token]) -> Iterator[Piece]:
    tone, target = Tone.PLAIN, ""
    for token in tokens:
        if token.type in _TONES:
            tone, target = _TONES[token.type], str(token.attrGet("href") or "")
        elif token.type.endswith("_close"):
            tone, target = Tone.PLAIN, ""
        elif token.type == "code_inline":
            yield Piece(token.content, Tone.KEY)
        elif token.type == "softbreak":
            yield Piece(" ", tone, target)
        elif token.type == "text":
            if token.content:
                yield Piece(token.content, tone, target)
        else:
            raise ValueError(f"the guide has no {token.type} in a line")
