"""Small pictures of every sheet of the demo, one for each language: `make pictures` renews docs/images/sheets_*.png.

It needs LibreOffice and poppler's pdftotext and pdftoppm.
"""

import re
import subprocess
import tempfile
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from xltags.batch.making import make_demo
from xltags.core.finding import LANGUAGES

IMAGES = Path(__file__).parents[1] / "docs" / "images"
FOOTER = re.compile(r"xltags-demo\.xlsx\s+(\S+)\s+\d+ / \d+")  # file, sheet, page: at the foot of every page
ACROSS = 4
WIDTH, HEIGHT, CAPTION, GAP = 300, 213, 18, 10  # of one page in pixels; A4 landscape
COLOURS = 96
INK, PAPER, BEHIND = "#334155", "#FFFFFF", "#E2E8F0"


def first_pages(pdf: Path) -> dict[str, int]:
    """The number of the first page of each sheet, from 1, in the order of the workbook."""
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, text=True).stdout
    found: dict[str, int] = {}
    for number, page in enumerate(text.split("\f"), start=1):
        for name in FOOTER.findall(page)[-1:]:
            found.setdefault(name, number)
    return found


def page_picture(pdf: Path, number: int, folder: Path) -> Image.Image:
    """One page, whole, in the size of the gallery."""
    made = folder / f"page{number}"
    options = ["-f", str(number), "-l", str(number), "-r", "96", "-png", "-singlefile"]
    subprocess.run(["pdftoppm", *options, pdf, made], check=True)
    with Image.open(made.with_suffix(".png")) as page:
        page.thumbnail((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
        return page.convert("RGB")


def gallery(pages: dict[str, Image.Image]) -> Image.Image:
    """The pages side by side, each with its name above it."""
    rows = -(-len(pages) // ACROSS)
    high = HEIGHT + CAPTION + GAP
    whole = Image.new("RGB", (ACROSS * (WIDTH + GAP) + GAP, rows * high + GAP), BEHIND)
    pen = ImageDraw.Draw(whole)
    letters = ImageFont.load_default(12)
    for place, (name, page) in enumerate(pages.items()):
        left, top = GAP + place % ACROSS * (WIDTH + GAP), GAP + place // ACROSS * high
        pen.text((left, top), name, fill=INK, font=letters)
        pen.rectangle((left, top + CAPTION, left + WIDTH - 1, top + CAPTION + HEIGHT - 1), fill=PAPER)
        whole.paste(page, (left + (WIDTH - page.width) // 2, top + CAPTION))
    return whole.quantize(COLOURS)


def main() -> None:
    """Make the picture of each language."""
    for language in LANGUAGES:
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary)
            demo = make_demo(folder, language=language).path
            profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
            subprocess.run(
                ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, demo],
                check=True,
                capture_output=True,
            )
            pdf = demo.with_suffix(".pdf")
            pages = {name: page_picture(pdf, number, folder) for name, number in first_pages(pdf).items()}
            gallery(pages).save(IMAGES / f"sheets_{language}.png", optimize=True)


if __name__ == "__main__":
    main()
