"""QR codes as drawings, for papers and for pages alike."""

import io

import segno


def qr(text: str) -> str:
    """Return the QR code of a text as an SVG of one path, 4 modules of margin, that grows to any size.

    Error level M: a seventh of it may be torn or dirty.
    """
    drawing = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        drawing,
        kind="svg",
        xmldecl=False,
        svgns=True,
        omitsize=True,
        border=4,
        light="#fff",
        svgclass=None,
        lineclass=None,
    )
    return drawing.getvalue().decode().strip()
