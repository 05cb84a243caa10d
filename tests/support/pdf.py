"""PDFs, good and hostile, made where they are needed."""

import io
import zlib

import pikepdf


def a_deck(pages=3, *, size=(960, 540), words="Slide"):
    """Return a deck that can still be changed."""
    pdf = pikepdf.new()
    for number in range(1, pages + 1):
        page = pdf.add_blank_page(page_size=size)
        fonts = {"F1": {"Type": "/Font", "Subtype": "/Type1", "BaseFont": "/Helvetica"}}
        page.Resources = pikepdf.Dictionary(
            Font=pikepdf.Dictionary(
                F1=pikepdf.Dictionary({f"/{k}": pikepdf.Name(v) for k, v in fonts["F1"].items()})
            )
        )
        page.Contents = pdf.make_stream(f"BT /F1 48 Tf 60 300 Td ({words} {number}) Tj ET".encode())
    return pdf


def saved(pdf, **options):
    """Return the file of a deck."""
    out = io.BytesIO()
    pdf.save(out, **options)
    return out.getvalue()


def a_pdf(pages=3, **options):
    """Return a good file."""
    return saved(a_deck(pages, **options))


def large(size):
    """Return a good file of about so many bytes."""
    pdf = a_deck(1)
    noise = b"".join(zlib.crc32(str(n).encode()).to_bytes(4, "big") for n in range(size // 4))
    pdf.Root.Padding = pikepdf.Stream(pdf, noise)
    return saved(pdf, compress_streams=False)


def with_script():
    pdf = a_deck()
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    return saved(pdf)


def with_program():
    pdf = a_deck()
    link = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Link,
        Rect=[0, 0, 100, 100],
        A=pikepdf.Dictionary(S=pikepdf.Name.Launch, F="calc.exe"),
    )
    pdf.pages[1].Annots = pikepdf.Array([link])
    return saved(pdf, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def with_file():
    pdf = a_deck()
    pdf.attachments["secret.txt"] = b"attached"
    return saved(pdf)


def with_link():
    """A link to an address is what many decks have."""
    pdf = a_deck()
    link = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Link,
        Rect=[0, 0, 100, 100],
        A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://startup.example"),
    )
    pdf.pages[0].Annots = pikepdf.Array([link])
    return saved(pdf)


def with_password(user="secret"):
    return saved(a_deck(), encryption=pikepdf.Encryption(owner="owner", user=user))


def with_page_of(width, height):
    pdf = a_deck()
    pdf.pages[1].MediaBox = [0, 0, width, height]
    return saved(pdf)


def with_image_of(width, height):
    pdf = a_deck()
    image = pikepdf.Stream(pdf, b"\0" * 100)
    image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    image.Width, image.Height, image.BitsPerComponent = width, height, 8
    image.ColorSpace, image.Filter = pikepdf.Name.DeviceRGB, pikepdf.Name.FlateDecode
    pdf.pages[0].Resources.XObject = pikepdf.Dictionary(Im=image)
    return saved(pdf)


def bomb(megabytes):
    """Return a small file with a page that is many megabytes once it is unpacked."""
    pdf = a_deck()
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * 1_000_000) for _ in range(megabytes)) + packer.flush()
    pdf.pages[0].Contents = pikepdf.Stream(pdf, packed, Filter=pikepdf.Name.FlateDecode)
    return saved(pdf)


def slow(lines):
    """Return a file with a page of so many lines, which takes its time to draw."""
    pdf = a_deck(1)
    pdf.pages[0].Contents = pdf.make_stream(b"0 0 m 900 500 l S " * lines)
    return saved(pdf, compress_streams=True)
