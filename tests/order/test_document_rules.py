"""What stands in documents, against a model of its own in decimals; e-invoices against schema and rules of EN 16931."""

from collections import defaultdict
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from feria.core import typeset
from feria.services.cart.queries.bills import Around
from feria.services.cart.queries.carts import Cart
from feria.services.order.actions.freezing import Frozen
from feria.services.order.flows.documents import template
from feria.services.order.queries.rows import SellerOrderRow
from feria.services.order.rules import billing, crediting, einvoice
from feria.services.order.rules import documents as rules
from feria.services.order.rules.documents import Entry, Snapshot, Taxing
from tests.order import invoices
from tests.order.invoices import NAMESPACES
from tests.order.test_totals import carts, order_of

DAY = date(2026, 11, 26)
VAT_ID = "PT509123457"
ADDRESS = {"line1": "Rua das Flores 7", "postal_code": "4050-262", "city": "Porto"}
SELLER = rules.party("Ilha Azul", ADDRESS, "PT", company="Ilha Azul, Lda.", vat_id=VAT_ID, ref="sel_1")
BUYER = rules.party("Ana Prova", ADDRESS, "PT")


def invoice_of(
    fresh: Frozen, part: SellerOrderRow, gone: dict[Any, int], vat_id: str = VAT_ID, **changes: Any
) -> Snapshot:
    """The invoice of one part of an order, without the units that are gone."""
    inclusive = fresh.order.tax_inclusive
    taxing = Taxing(inclusive=inclusive, reason=part.tax_reason, vat_id=vat_id)
    lines = [
        rules.units(line, gone.get(line.id, 0), line.ordered - gone.get(line.id, 0), taxing)
        for line in fresh.lines
        if line.seller_order_id == part.id and line.ordered > gone.get(line.id, 0)
    ]
    given_fields: dict[str, Any] = {
        "kind": "invoice", "number": "2026-00001", "issued_on": DAY, "supplied_on": DAY, "locale": "en",
        "currency": part.currency, "tax_inclusive": inclusive, "issuer": msgspec.structs.replace(SELLER, vat_id=vat_id),
        "receiver": BUYER, "ship_to": BUYER, "order_number": part.number, "hue": 235, "marketplace": "Lonja",
        "notes": ["Paid."], **changes,
    }  # fmt: skip
    return rules.snapshot(lines, rules.postage(part, taxing), **given_fields)


def rounded(amount: Decimal) -> int:
    return int(amount.quantize(Decimal(1), ROUND_HALF_UP))


def model(fresh: Frozen, part: SellerOrderRow) -> tuple[int, dict[int, tuple[int, int]]]:
    """Total, and net and tax by rate, of a whole part: by what was listed and taken off, in decimals."""
    paid: defaultdict[int, Decimal] = defaultdict(Decimal)
    for line in fresh.lines:
        if line.seller_order_id == part.id:
            paid[line.tax_rate_bps] += Decimal(line.unit_amount) * line.ordered - line.discount_amount
    if part.shipping_amount:
        paid[part.shipping_tax_rate_bps] += part.shipping_amount - part.shipping_discount_amount
    found = {}
    for rate, amount in paid.items():
        share = Decimal(rate) / 10_000
        inclusive = fresh.order.tax_inclusive
        tax = rounded(amount * share / (1 + share) if inclusive else amount * share)
        found[rate] = (int(amount) - tax if inclusive else int(amount), tax)
    return sum(net + tax for net, tax in found.values()), found


@given(carts(), st.sampled_from(("PT", "US", "CA")), st.data())
def test_invoices_say_what_was_ordered_and_all_comes_back(
    made: tuple[Cart, Around], country: str, data: st.DataObject
) -> None:
    _, fresh = order_of(*made, country)
    for part in fresh.parts:
        whole = invoice_of(fresh, part, {})
        total, by_rate = model(fresh, part)
        assert (whole.total_amount, whole.tax_amount) == (part.total_amount, part.tax_amount)
        assert whole.total_amount == total
        assert {one.tax_rate_bps: (one.net_amount, one.tax_amount) for one in whole.taxes} == by_rate
        assert whole.items_amount == part.items_amount
        assert whole.shipping_amount == part.shipping_amount
        assert whole.discount_amount == part.discount_amount
        own = [line for line in fresh.lines if line.seller_order_id == part.id]
        gone = {line.id: data.draw(st.integers(0, line.ordered)) for line in own}
        less = invoice_of(fresh, part, gone)
        before = [
            rules.units(
                line,
                0,
                gone[line.id],
                Taxing(inclusive=fresh.order.tax_inclusive, reason=part.tax_reason, vat_id=VAT_ID),
            )
            for line in own
            if gone[line.id]
        ]
        assert less.total_amount == whole.total_amount - sum(one.gross_amount for one in before)
        for document in (whole, less):
            adds_up(document)
            if einvoice.obstacle(document) is None:
                says_the_same(document, einvoice.written(document))
        credited_to_nothing(whole, before, data)
        reduced_before(fresh, whole, data.draw(st.integers(0, whole.total_amount)))


def reduced_before(fresh: Frozen, whole: Snapshot, amount: int) -> None:
    """What went back before leaves exactly the rest, with no rate below zero."""
    entries = [*whole.lines, *whole.shipping]
    less = crediting.refunded_before(entries, amount, tax_inclusive=fresh.order.tax_inclusive)
    sums = rules.tax_sums([*entries, *less])
    assert sum(one.net_amount + one.tax_amount for one in sums) == whole.total_amount - amount
    assert all(one.net_amount >= 0 and one.tax_amount >= 0 for one in sums)


def adds_up(document: Snapshot) -> None:
    """Lists − discount is what is paid, in the way in which the market lists prices."""
    listed = document.items_amount + document.shipping_amount - document.discount_amount
    assert listed == (document.total_amount if document.tax_inclusive else document.net_amount)
    assert document.net_amount + document.tax_amount == document.total_amount
    assert all(one.discount_amount >= 0 for one in [*document.lines, *document.shipping])


def credited_to_nothing(whole: Snapshot, units: list[Entry], data: st.DataObject) -> None:
    """Credit notes in any pieces take every rate of the invoice to exactly nothing, and never below."""
    left, notes = whole.total_amount, list[Snapshot]()
    first = sum(one.gross_amount for one in units)
    wanted = units
    while left:
        extra = data.draw(st.integers(0, left - first)) if first < left and data.draw(st.booleans()) else 0
        amount = min(left, first + extra) if first else data.draw(st.integers(1, left))
        if len(notes) == 3:
            amount = left
        lines, shipping = crediting.credited(whole, notes, amount, wanted)
        note = rules.snapshot(
            lines, shipping, kind="credit_note", number="2026-00002", issued_on=DAY, locale="en",
            currency=whole.currency, tax_inclusive=whole.tax_inclusive, issuer=SELLER, receiver=BUYER, hue=1,
            marketplace="", corrects=rules.Reference(whole.number, DAY),
        )  # fmt: skip
        assert note.total_amount == amount
        assert all(one.net_amount >= 0 and one.tax_amount >= 0 for one in note.taxes)
        if wanted and not notes and amount == first < left:
            assert note.lines == wanted
        notes.append(note)
        left, wanted, first = left - amount, [], 0
    by_rate: defaultdict[int, list[int]] = defaultdict(lambda: [0, 0])
    for one in [tax for note in notes for tax in note.taxes]:
        by_rate[one.tax_rate_bps][0] += one.net_amount
        by_rate[one.tax_rate_bps][1] += one.tax_amount
    if whole.total_amount:
        assert {
            one.tax_rate_bps: [one.net_amount, one.tax_amount] for one in whole.taxes if one.net_amount
        } == {rate: sums for rate, sums in by_rate.items() if any(sums)}


def says_the_same(document: Snapshot, invoice: bytes) -> None:
    """Read back with decimals only, the e-invoice adds up from its prices to its total, and that is the document's."""
    tree = etree.fromstring(invoice)

    def numbers(path: str, of: Any = tree) -> list[Decimal]:
        return [Decimal(str(one.text)) for one in of.iterfind(path, NAMESPACES)]

    scale = Decimal(10) ** document.decimals
    lines = Decimal(0)
    for line in tree.iterfind(".//ram:IncludedSupplyChainTradeLineItem", NAMESPACES):
        (price,), (pieces,) = numbers(".//ram:ChargeAmount", line), numbers(".//ram:BasisQuantity", line)
        (billed,), (amount,) = numbers(".//ram:BilledQuantity", line), numbers(".//ram:LineTotalAmount", line)
        assert price * billed / pieces - sum(numbers(".//ram:ActualAmount", line)) == amount
        assert price >= 0
        lines += amount
    head = tree.find(".//ram:ApplicableHeaderTradeSettlement", NAMESPACES)
    charges = sum(numbers("ram:SpecifiedTradeAllowanceCharge/ram:ActualAmount", head))
    taxes = sum(numbers("ram:ApplicableTradeTax/ram:CalculatedAmount", head))
    bases = sum(numbers("ram:ApplicableTradeTax/ram:BasisAmount", head))
    assert bases == lines + charges
    (total,) = numbers(".//ram:GrandTotalAmount", head)
    assert total == bases + taxes == Decimal(document.total_amount) / scale
    assert numbers(".//ram:TaxTotalAmount", head) == [Decimal(document.tax_amount) / scale]


_judged: list[bytes] = []


@settings(max_examples=25)
@given(carts(), st.sampled_from(("PT", "US", "CA")), st.sampled_from((VAT_ID, "")))
def _gather(made: tuple[Cart, Around], country: str, vat_id: str) -> None:
    _, fresh = order_of(*made, country)
    for part in fresh.parts:
        document = invoice_of(fresh, part, {}, vat_id)
        if einvoice.obstacle(document) is None:
            _judged.append(einvoice.written(document))


def test_e_invoices_keep_schema_and_rules_of_the_norm() -> None:
    _gather()
    _judged.sort(key=len)
    picked = [*_judged[:10], *_judged[-10:]]
    assert invoices.faults(picked) == []


def sample(**changes: Any) -> Snapshot:
    """A small document of one line at 23 %."""
    fields: dict[str, Any] = {
        "title": "Vase", "unit_amount": 1230, "listed_amount": 1230, "net_amount": 1000, "tax_amount": 230,
        "gross_amount": 1230, "tax_rate_bps": 2300, "tax_category": "S", "sku": "V-1",
    }  # fmt: skip
    line = Entry(**{**fields, **changes.pop("line", {})})
    given_fields: dict[str, Any] = {
        "kind": "invoice", "number": "2026-00001", "issued_on": DAY, "locale": "en", "currency": "EUR",
        "tax_inclusive": True, "issuer": SELLER, "receiver": BUYER, "hue": 235, "marketplace": "Lonja", **changes,
    }  # fmt: skip
    return rules.snapshot([line], [], **given_fields)


def test_who_cannot_have_an_e_invoice() -> None:
    free = {"tax_rate_bps": 0, "tax_amount": 0, "net_amount": 1230, "tax_category": "O"}
    nobody = msgspec.structs.replace(SELLER, vat_id="")
    foreign = msgspec.structs.replace(SELLER, vat_id="ES509123457")
    assert einvoice.obstacle(sample()) is None
    assert einvoice.obstacle(sample(currency="KWD")) == "three_decimals"
    assert einvoice.obstacle(sample(issuer=nobody)) == "no_vat_id"
    assert einvoice.obstacle(sample(issuer=foreign)) == "no_vat_id"
    assert einvoice.obstacle(sample(issuer=nobody, line=free)) is None
    assert einvoice.obstacle(sample(receiver=rules.party("Ana", {}, ""))) == "no_country"
    plain, registered = Taxing(inclusive=True), Taxing(inclusive=True, vat_id=VAT_ID)
    assert (plain.category(2300), plain.category(0), registered.category(0)) == ("S", "O", "Z")
    for reason, code in (("reverse_charge", "AE"), ("export", "G")):
        assert Taxing(inclusive=True, reason=reason).category(0) == code
        assert einvoice.obstacle(sample(issuer=nobody, line={**free, "tax_category": code})) == "no_vat_id"
    assert einvoice.obstacle(sample(line={**free, "tax_category": "AE"})) == "no_vat_id"


def test_special_cases_keep_the_norm_too() -> None:
    free = {"tax_rate_bps": 0, "tax_amount": 0, "net_amount": 1230}
    nothing = {"discount_amount": 1230, "tax_amount": 0, "net_amount": 0, "gross_amount": 0}
    greek = rules.party("Αθήνα", ADDRESS, "GR", vat_id="EL123456789", ref="sel_2")
    company = rules.party("Ana", ADDRESS, "ES", company="Casa S.L.", vat_id="es-b12.345.678")
    found = [
        sample(line={**free, "tax_category": "O"}, issuer=msgspec.structs.replace(SELLER, vat_id="")),
        sample(line={**free, "tax_category": "Z"}),
        sample(line={**free, "tax_category": "AE"}, receiver=company),
        sample(line={**free, "tax_category": "G"}, receiver=rules.party("Kim", ADDRESS, "KR")),
        sample(line=nothing),
        sample(currency="JPY"),
        sample(issuer=greek, receiver=company),
        sample(kind="credit_note", corrects=rules.Reference("2026-00001", DAY)),
        sample(kind="commission_invoice", period=(date(2026, 10, 1), date(2026, 10, 31))),
        sample(line={"title": "<Vase & \x00\x0b'\"]]>", "detail": "\ud800", "sku": " "}),
    ]
    assert invoices.faults(map(einvoice.written, found)) == []
    assert invoices.amounts(einvoice.written(found[6]), "ID")[-3:] == ["sel_2", "EL123456789", "ESB12345678"]


def test_addresses_stand_as_their_countries_write_them() -> None:
    portugal = rules.party("Ana", {**ADDRESS, "line2": "2.º Esq."}, "PT")
    assert portugal.address == ["Rua das Flores 7", "2.º Esq.", "4050-262 Porto", "Portugal"]
    america = {"line1": "1 Main St", "city": "Portland", "region": "OR", "postal_code": "97201"}
    assert rules.party("Bo", america, "US").address == ["1 Main St", "Portland, OR 97201", "United States"]
    assert rules.party("Nobody", {}, "").address == []


@given(
    st.lists(
        st.tuples(
            st.integers(-(10**6), 10**6),
            st.dictionaries(st.sampled_from((0, 600, 2300)), st.integers(0, 99), min_size=1),
        ),
        min_size=1,
        max_size=8,
    )
)
def test_commission_by_rate_sums_to_what_was_taken(made: list[tuple[int, dict[int, int]]]) -> None:
    shares = [
        share
        for amount, weights in made
        for share in billing.shares_by_rate(amount, amount // 5, weights, is_refund=amount < 0)
    ]
    lines = billing.commission_lines(shares, Taxing(inclusive=False, vat_id=VAT_ID))
    assert sum(line.net_amount for line in lines) == sum(amount for amount, _ in made)
    assert sum(line.tax_amount for line in lines) == sum(amount // 5 for amount, _ in made)
    for line in lines:
        assert line.listed_amount == line.quantity * line.unit_amount == line.net_amount
        assert crediting.turned(crediting.turned(line)) == line


def test_mixed_commission_keeps_the_norm() -> None:
    shares = [
        *billing.shares_by_rate(10_000, 1610, {0: 30, 2300: 70}, is_refund=False),
        *billing.shares_by_rate(-9_000, 0, {0: 1}, is_refund=True),
    ]
    lines = billing.commission_lines(shares, Taxing(inclusive=False, vat_id=VAT_ID))
    assert [(line.tax_rate_bps, line.net_amount, line.tax_amount) for line in lines] == [
        (2300, 7000, 1610), (0, -6000, 0),
    ]  # fmt: skip
    bill = rules.snapshot(
        lines, [], kind="commission_invoice", number="2026-00001", issued_on=DAY, locale="en", currency="EUR",
        tax_inclusive=False, issuer=SELLER, receiver=BUYER, hue=1, marketplace="Lonja", supplied_on=DAY,
        period=(date(2026, 10, 1), date(2026, 10, 31)),
    )  # fmt: skip
    assert einvoice.obstacle(bill) is None
    assert invoices.faults([einvoice.written(bill)]) == []
    assert einvoice.obstacle(sample(line={"tax_amount": 330, "net_amount": 900})) == "rounded_apart"


AT = datetime(2026, 11, 26, tzinfo=UTC)
FOUR_SCRIPTS = "Ørsted Łukasz ẞ · Ελένη Ώ · Юрій Ѓорѓи Ђ · 陶器の茶碗 株式会社 汉语 漢語 한국어"


def drawn(document: Snapshot) -> bytes:
    return typeset.pdf(template("document.1"), document, at=AT)


def test_four_scripts_are_set_and_read_back() -> None:
    found = invoices.text_of(drawn(sample(line={"title": FOUR_SCRIPTS})))
    assert typeset.MISSING not in found
    for word in FOUR_SCRIPTS.split():
        assert word in found


LIST = """#let at = sys.inputs.date.split("-").map(int)
#set document(title: "x", date: datetime(year: at.at(0), month: at.at(1), day: at.at(2)))
#set text(font: ("Figtree", "Noto Sans", "Noto Sans CJK JP"))
#for one in json(bytes(sys.inputs.data)) [#one ]
"""
HOSTILE = (
    '#panic("no")', "#import sys", "*bold* _no_ $x$ <tag> @ref `raw` = head", "\\u{41} // comment /* */ ~--- \\",
    "\u202eevil\u202c \u200fשלום\u200e العربية", "👩\u200d👩\u200d👧 🇵🇹 ☃\ufe0f 1\ufe0f\u20e3",
    "a\u0000b\u0007c\u200dd\ufeff",
    "Z" + "\u0338\u0322\u031b\u034e" * 40 + "algo", "\ud83d lone", "\U000e0041 tag",
    "x" * 10_000, "字" * 10_000, " ".join(["w"] * 5_000), "\n" * 50, "", " ", "\u00ad\u2060\u180e",
)  # fmt: skip


def test_hostile_names_are_text_and_nothing_else() -> None:
    for name in HOSTILE:
        party = rules.party(name, {"line1": name, "city": name}, "PT", company=name, vat_id=VAT_ID)
        made = drawn(sample(issuer=party, receiver=party, notes=[name], line={"title": name, "detail": name}))
        assert 1 <= invoices.pages_of(made) <= 12
    found = invoices.text_of(drawn(sample(line={"title": HOSTILE[0], "detail": HOSTILE[2]})))
    assert HOSTILE[0] in found and "*bold* _no_ $x$" in found


def test_every_character_of_the_fonts_can_be_set() -> None:
    every = sorted(typeset._covered())
    for start in range(0, len(every), 8_000):
        text = [f"e{chr(number)}x" for number in every[start : start + 8_000]]
        assert typeset.pdf(LIST, text, at=AT).startswith(b"%PDF-1.7")


@settings(max_examples=25)
@given(st.text(max_size=200))
def test_any_text_can_be_set(text: str) -> None:
    assert drawn(sample(line={"title": text, "detail": text}, notes=[text])).startswith(b"%PDF-1.7")


def test_many_lines_fill_pages_with_their_head_on_each() -> None:
    line = sample().lines[0]
    lines = [msgspec.structs.replace(line, title=f"Plate {number}") for number in range(120)]
    one = sample()
    many = rules.snapshot(
        lines, [], kind="invoice", number="2026-00001", issued_on=DAY, locale="en", currency="EUR",
        tax_inclusive=True, issuer=one.issuer, receiver=one.receiver, hue=20, marketplace="Lonja",
    )  # fmt: skip
    made = drawn(many)
    pages = invoices.pages_of(made)
    assert 4 <= pages <= 8
    found = invoices.text_of(made)
    assert found.count("Description") == pages or found.count("Description") == pages - 1
    assert f"Page {pages} of {pages}" in found and "Plate 119" in found and "€1,476.00" in found


def test_amounts_have_the_decimals_of_their_currency() -> None:
    for currency, expected in (("EUR", "€12.30"), ("JPY", "¥1,230"), ("KWD", "KWD 1.230")):
        assert expected in invoices.text_of(drawn(sample(currency=currency)))


def test_the_bytes_of_a_document_are_known() -> None:
    """Whatever changes them (typesetter, fonts, template) also changes documents that were issued: see the guide."""
    document = sample(
        notes=[FOUR_SCRIPTS], line={"discount_amount": 100, "listed_amount": 1330, "unit_amount": 1330}
    )
    assert (
        invoices.digest(drawn(document)) == "53b5438f9d63bbf00a685d23bd2dbf102706994e24eabba01b0c3e8734e9945d"
    )
