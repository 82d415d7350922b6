"""A document as one HTML file: no script, nothing loaded from anywhere, charts inline, texts escaped; prints well."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from cxdesk.domain.colours import COLOURS
from cxdesk.domain.report import PAPER_TITLES, Paper
from cxdesk.reports.document import (
    Block,
    Cards,
    CardSaid,
    Cell,
    Document,
    Heading,
    Lead,
    Paragraph,
    Picture,
    Quote,
    Quotes,
    Row,
    Run,
    Table,
)
from cxdesk.reports.pictures.drawing import Drawing, sign
from cxdesk.reports.pictures.svg import FONT, svg
from cxdesk.system import i18n
from cxdesk.system.i18n import _

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
LARGE = 120.0  # points from which a drawing is a chart of its own


def web_page(document: Document) -> str:
    """The whole file."""
    with i18n.speaking(document.language):
        body = "\n".join(_blocks(document.blocks))
        contents = _contents(document.blocks)
    return f"""<!DOCTYPE html>
<html lang="{escape(document.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="CXDesk">
<title>{escape(document.name)}</title>
<style>{_style(document.paper)}</style>
</head>
<body>
<header><div><p class="kicker">{escape(document.kicker)}</p><h1>{escape(document.title)}</h1></div>
<p class="beside">{"<br>".join(escape(text) for text in document.beside)}</p></header>
{contents}
<main>
{body}
</main>
<footer>{escape(document.foot)}</footer>
</body>
</html>
"""


def _contents(blocks: Iterable[Block]) -> str:
    """Links to the sections, on the screen only."""
    named = [block for block in blocks if isinstance(block, Heading) and block.level == 1 and block.anchor]
    links = "".join(f'<a href="#{escape(one.anchor)}">{escape(one.text)}</a>' for one in named)
    return f'<nav aria-label="{escape(_("Sections"))}">{links}</nav>' if len(named) > 2 else ""


def _blocks(blocks: tuple[Block, ...]) -> Iterable[str]:
    return (_block(block) for block in blocks)


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        return _heading(block)
    if isinstance(block, Paragraph):
        return f'<p class="{block.role}">{_runs(block.runs)}</p>'
    if isinstance(block, Lead):
        return f'<div class="lead">{"".join(f"<p>{_runs(runs)}</p>" for runs in block.paragraphs)}</div>'
    if isinstance(block, Cards):
        return f'<div class="cards">{"".join(_card(card) for card in block.cards)}</div>'
    if isinstance(block, Picture):
        return _picture(block)
    if isinstance(block, Table):
        return _table(block)
    assert isinstance(block, Quotes)
    return f'<div class="quotes">{"".join(_quote(quote) for quote in block.quotes)}</div>'


def _heading(block: Heading) -> str:
    tag = f"h{block.level + 1}"
    note = f" <small>{escape(block.note)}</small>" if block.note else ""
    anchor = f' id="{escape(block.anchor)}"' if block.anchor else ""
    return f"<{tag}{anchor}>{escape(block.text)}{note}</{tag}>"


def _runs(runs: Iterable[Run]) -> str:
    return " ".join(_run(run) for run in runs)


def _run(run: Run) -> str:
    text = escape(run.text)
    marked = f"<b>{text}</b>" if run.bold else text
    return f'<span class="t-{run.tone}">{_sign(run.sign, run.tone)}{marked}</span>'


def _sign(name: str, tone: str) -> str:
    marks = tuple(sign(name, tone, 0, 0, 8)) if name else ()
    return f'<i class="sign">{svg(Drawing(8, 8, marks))}</i>' if marks else ""


def _card(card: CardSaid) -> str:
    lines = "".join(f"<p>{_run(run)}</p>" for run in card.lines)
    after = f"<span>{escape(card.after)}</span>" if card.after else ""
    return (
        f'<section class="card"><h3>{escape(card.title)}</h3><p class="label">{escape(card.label)}</p>'
        f'<p class="number">{escape(card.before)}{escape(card.number)}{after}</p>{lines}</section>'
    )


def _picture(block: Picture) -> str:
    signs = "".join(
        f'<span><i style="width:{drawing.width:.0f}pt">{svg(drawing)}</i>{escape(text)}</span>'
        for drawing, text in block.legend
    )
    legend = f'<p class="legend">{signs}</p>' if signs else ""
    return f"<figure>{svg(block.drawing, block.alt)}{legend}</figure>"


def _table(block: Table) -> str:
    head = "".join(f'<th scope="col"{_side(column.right)}>{escape(column.title)}</th>' for column in block.columns)
    sizes = "".join(f'<col style="width:{100 * column.share:.0f}%">' for column in block.columns)
    rows = "".join(_row(block, row) for row in block.rows)
    label = f' aria-label="{escape(block.title)}"' if block.title else ""
    return f"<table{label}><colgroup>{sizes}</colgroup><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _row(block: Table, row: Row) -> str:
    cells = "".join(_cell(cell, column.right) for cell, column in zip(row.cells, block.columns, strict=True))
    return f'<tr class="total">{cells}</tr>' if row.total else f"<tr>{cells}</tr>"


def _cell(cell: Cell, right: bool) -> str:
    drawn = svg(cell.drawing) if cell.drawing is not None else ""
    text = f'<span class="t-{cell.tone}">{escape(cell.text)}</span>' if cell.text else ""
    text = f"<b>{text}</b>" if cell.bold and text else text
    return f"<td{_side(right)}>{drawn}{text}</td>"


def _side(right: bool) -> str:
    return ' class="r"' if right else ""


def _quote(quote: Quote) -> str:
    language = f' lang="{escape(quote.language)}"' if quote.language else ""
    text = "<br>".join(escape(line) for line in quote.text.splitlines())
    band = f"b-{quote.band}" if quote.band in ("top", "middle", "bottom") else "b-middle"
    score = f'<b class="score {band}">{escape(quote.score)}</b>' if quote.score else '<b class="score"></b>'
    return f"<div>{score}<blockquote{language}>{text}<p>{escape(quote.note)}</p></blockquote></div>"


def _style(paper: Paper) -> str:
    """The whole style sheet; colours are the tokens' light ones."""
    ink = {name: pair[0] for name, pair in COLOURS.items()}
    tones = "".join(f".t-{name}{{color:{ink[name]}}}" for name in ("text", "text2", "text3", "good", "bad", "warn",
                                                                  "flat", "accent"))  # fmt: skip
    page = {Paper.A4: "A4", Paper.LETTER: "letter"}[paper]
    assert paper in PAPER_TITLES
    return f"""
@page{{size:{page};margin:18mm}}
*{{box-sizing:border-box}}
body{{margin:0 auto;max-width:52rem;padding:2.5rem 1.5rem;background:{ink["panel"]};color:{ink["text"]};
font:14px/1.5 {FONT};font-variant-numeric:tabular-nums;overflow-wrap:break-word}}
header{{display:flex;justify-content:space-between;align-items:end;gap:2rem}}
h1{{font-size:1.9rem;line-height:1.2;margin:0}} p{{margin:.35rem 0}}
.kicker,.beside,small,.label{{color:{ink["text2"]};font-size:.86rem;font-weight:400;margin:0}}
.beside{{text-align:right}}
nav{{display:flex;flex-wrap:wrap;gap:.3rem 1.1rem;margin:1.2rem 0;font-size:.86rem}} a{{color:{ink["accent"]}}}
h2{{font-size:1.3rem;margin:2.2rem 0 .5rem;break-after:avoid}}
h3{{font-size:1rem;margin:1.4rem 0 .3rem;break-after:avoid}}
small{{margin-left:.5rem}}
.small{{font-size:.9rem}} .caption,.legend,footer{{font-size:.8rem;color:{ink["text3"]}}}
.lead{{background:{ink["raised"]};border-left:3px solid {ink["accent"]};padding:.8rem 1.1rem;margin:1.2rem 0;
font-size:1.06rem;break-inside:avoid}}
.cards{{display:flex;flex-wrap:wrap;gap:1.2rem 1rem}}
.card{{flex:1 1 8.6rem;max-width:14rem;border-top:2px solid {ink["text"]};padding-top:.4rem;break-inside:avoid}}
.card h3{{margin:0}}
.card p{{margin:.1rem 0;font-size:.82rem}} .card .label{{min-height:2.4em;line-height:1.2;color:{ink["text3"]}}}
.card .number{{font-size:1.7rem;font-weight:600;line-height:1.25}}
.card .number span{{font-size:.9rem;font-weight:400;color:{ink["text2"]}}}
.sign{{display:inline-block;width:.8em;height:.8em;margin-right:.3em}}
figure{{margin:.4rem 0;break-inside:avoid}} svg{{display:block;width:100%;height:auto}}
.legend{{display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;color:{ink["text2"]}}}
.legend span{{display:flex;align-items:center}}
.legend i{{display:inline-block;margin-right:.4em}}
table{{width:100%;border-collapse:collapse;font-size:.9rem;margin:.4rem 0;table-layout:fixed}}
th{{background:{ink["raised"]};color:{ink["text2"]};text-align:left;font-weight:600}}
th,td{{padding:.25rem .5rem;vertical-align:middle}} td{{border-top:1px solid {ink["grid"]}}}
tr{{break-inside:avoid}} thead{{display:table-header-group}} .total td{{border-top:1.5px solid {ink["line2"]}}}
.r{{text-align:right}}
.quotes>div{{display:flex;gap:.8rem;border-top:1px solid {ink["grid"]};padding:.5rem 0;break-inside:avoid}}
blockquote{{margin:0}} blockquote p{{color:{ink["text3"]};font-size:.8rem;margin:.1rem 0 0}}
.score{{flex:none;width:2rem;height:1.5rem;line-height:1.5rem;text-align:center;border-radius:3px}}
.b-bottom{{background:{ink["badbg"]};color:{ink["bad"]}}} .b-top{{background:{ink["goodbg"]};color:{ink["good"]}}}
.b-middle{{background:{ink["sunken"]};color:{ink["text2"]}}}
footer{{margin-top:3rem;border-top:1px solid {ink["line"]};padding-top:.5rem}}
{tones}
@media print{{body{{max-width:none;padding:0;font-size:10pt}} nav{{display:none}}}}
"""
