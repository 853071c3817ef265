"""Texts that somebody from outside may send, to become something else than text on a page."""

TEXTS = (
    "[read this](https://example.org)",
    "![x](https://example.org/x.png)",
    "https://example.org/a_b",
    "www.example.org",
    "someone@example.org",
    "<https://example.org>",
    "$x^2$ and $$y$$",
    ":red[x] :blue-background[y] :small[z]",
    ":material/home: :smile: :streamlit:",
    "<b>x</b><img src=x onerror=alert(1)>",
    "**x** _y_ ~~z~~ `w`",
    "# x",
    "- x",
    "1. x",
    "> x",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "```\nx\n```",
    "-> <- -- ...",
    "\\",
    "&lt;b&gt; &#60;",
    "[^1] [x]: y",
)
"""Each is shown by Markdown as something else, or might be."""
