"""A document as an e-invoice: Factur-X 1.0 (UN/CEFACT Cross Industry Invoice D22B), profile EN 16931.

Pure text building from the snapshot. What the norm cannot say (amounts of three decimals, a taxed supply of somebody
without a VAT number) has no e-invoice: a wrong one is worse than none.
"""

import re
from collections.abc import Iterable
from datetime import date
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

from feria.core.money import Money, decimal_text
from feria.services.order.rules.documents import Entry, Party, Snapshot, TaxCategory, TaxSum

DECIMALS_MAX = 2
PROFILE = "urn:cen.eu:en16931:2017"
FILE_NAME = "factur-x.xml"
_INVOICE, _CREDIT_NOTE = "380", "381"
_PIECE = "C62"
_SHIPPING_REASON, _DISCOUNT_REASON = "FC", "95"  # UNTDID 7161 and 5189
# Why nothing is charged, in words and by the code list VATEX.
_REASONS: dict[TaxCategory, tuple[str, str]] = {
    "O": ("Not subject to VAT", "VATEX-EU-O"),
    "AE": ("Reverse charge", "VATEX-EU-AE"),
    "G": ("Export outside the EU", "VATEX-EU-G"),
}
_NAMESPACES = (
    'xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100" '
    'xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100" '
    'xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100" '
    'xmlns:qdt="urn:un:unece:uncefact:data:standard:QualifiedDataType:100"'
)
# What XML 1.0 cannot hold.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Obstacle = Literal["three_decimals", "no_country", "no_vat_id", "rounded_apart"]

PDF_SCHEMA = (
    '<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema>'
    "<pdfaSchema:namespaceURI>urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#</pdfaSchema:namespaceURI>"
    "<pdfaSchema:prefix>fx</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>"
    + "".join(
        '<rdf:li rdf:parseType="Resource">'
        f"<pdfaProperty:name>{name}</pdfaProperty:name><pdfaProperty:valueType>Text</pdfaProperty:valueType>"
        "<pdfaProperty:category>external</pdfaProperty:category>"
        f"<pdfaProperty:description>{description}</pdfaProperty:description></rdf:li>"
        for name, description in (
            ("DocumentFileName", "name of the embedded XML invoice file"),
            ("DocumentType", "INVOICE"),
            ("Version", "version of the Factur-X XML schema"),
            ("ConformanceLevel", "conformance level of the embedded Factur-X data"),
        )
    )
    + "</rdf:Seq></pdfaSchema:property></rdf:li>"
)
PDF_PROPERTIES = (
    '<rdf:Description rdf:about="" xmlns:fx="urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#">'
    f"<fx:DocumentType>INVOICE</fx:DocumentType><fx:DocumentFileName>{FILE_NAME}</fx:DocumentFileName>"
    "<fx:Version>1.0</fx:Version><fx:ConformanceLevel>EN 16931</fx:ConformanceLevel></rdf:Description>"
)


def obstacle(document: Snapshot) -> Obstacle | None:
    """Why this document has no e-invoice (BR-DEC-01 ff., BR-S-02 and its like), None when it has one."""
    if document.decimals > DECIMALS_MAX:
        return "three_decimals"
    if not (document.issuer.country and document.receiver.country):
        return "no_country"
    codes = {one.tax_category for one in document.taxes}
    registered = codes == {"O"} or bool(_vat_id(document.issuer))
    if "AE" in codes:
        registered = registered and bool(_vat_id(document.receiver))
    if not registered:
        return "no_vat_id"
    # Sums of amounts that were rounded one by one may leave what the norm grants, one unit of the currency.
    unit = 10_000 * 10**document.decimals
    apart = any(
        abs(one.tax_amount * 10_000 - one.net_amount * one.tax_rate_bps) >= unit for one in document.taxes
    )
    return "rounded_apart" if apart else None


def written(document: Snapshot) -> bytes:
    """The XML, for a document without an obstacle."""
    return "".join(
        (
            '<?xml version="1.0" encoding="UTF-8"?>\n',
            f"<rsm:CrossIndustryInvoice {_NAMESPACES}>",
            _inside("rsm:ExchangedDocumentContext", _context()),
            _inside("rsm:ExchangedDocument", _head(document)),
            _inside("rsm:SupplyChainTradeTransaction", _transaction(document)),
            "</rsm:CrossIndustryInvoice>\n",
        )
    ).encode()


def _text(name: str, value: str, **attributes: str) -> str:
    more = "".join(f" {key}={quoteattr(one)}" for key, one in attributes.items())
    return f"<{name}{more}>{escape(_FORBIDDEN.sub('', value))}</{name}>"


def _optional(name: str, value: str) -> str:
    """No element where there would be nothing in it."""
    return _text(name, value) if _FORBIDDEN.sub("", value).strip() else ""


def _required(name: str, value: str, otherwise: str = "-") -> str:
    return _optional(name, value) or _text(name, otherwise)


def _inside(name: str, *parts: str) -> str:
    return f"<{name}>{''.join(parts)}</{name}>"


def _day(name: str, value: date, kind: str = "udt") -> str:
    return _inside(name, _text(f"{kind}:DateTimeString", value.strftime("%Y%m%d"), format="102"))


def _percent(rate_bps: int) -> str:
    return f"{rate_bps // 100}.{rate_bps % 100:02d}"


def _context() -> str:
    return _inside("ram:GuidelineSpecifiedDocumentContextParameter", _text("ram:ID", PROFILE))


def _head(document: Snapshot) -> str:
    credit = document.kind in ("credit_note", "commission_credit_note")
    return "".join(
        (
            _text("ram:ID", document.number),
            _text("ram:TypeCode", _CREDIT_NOTE if credit else _INVOICE),
            _day("ram:IssueDateTime", document.issued_on),
            *(
                _inside("ram:IncludedNote", _text("ram:Content", note))
                for note in document.notes
                if note.strip()
            ),
        )
    )


def _transaction(document: Snapshot) -> str:
    lines = (_line(document, place, one) for place, one in enumerate(document.lines, 1))
    return "".join((*lines, _agreement(document), _delivery(document), _settlement(document)))


def _amount(document: Snapshot, amount: int) -> str:
    return decimal_text(Money(amount, document.currency))


def _net_discount(document: Snapshot, one: Entry) -> tuple[int, int]:
    """What the line lists and what comes off it, without tax, so that their difference is the line's net exactly."""
    if not one.discount_amount:
        return one.net_amount, 0
    if not document.tax_inclusive:
        return one.listed_amount, one.discount_amount
    paid = one.listed_amount - one.discount_amount
    listed = one.net_amount * one.listed_amount // paid if paid else one.listed_amount
    return listed, listed - one.net_amount


def _line(document: Snapshot, place: int, one: Entry) -> str:
    listed, discount = _net_discount(document, one)
    whole = listed % one.quantity == 0
    price = listed // one.quantity if whole else abs(listed)  # what goes back has a negative quantity
    allowance = ""
    if discount:
        allowance = _inside(
            "ram:SpecifiedTradeAllowanceCharge",
            _inside("ram:ChargeIndicator", _text("udt:Indicator", "false")),
            _text("ram:ActualAmount", _amount(document, discount)),
            _text("ram:ReasonCode", _DISCOUNT_REASON),
            _text("ram:Reason", "Discount"),
        )
    return _inside(
        "ram:IncludedSupplyChainTradeLineItem",
        _inside("ram:AssociatedDocumentLineDocument", _text("ram:LineID", str(place))),
        _inside(
            "ram:SpecifiedTradeProduct",
            _optional("ram:SellerAssignedID", one.sku),
            _required("ram:Name", one.title),
            _optional("ram:Description", one.detail),
        ),
        _inside(
            "ram:SpecifiedLineTradeAgreement",
            _inside(
                "ram:NetPriceProductTradePrice",
                _text("ram:ChargeAmount", _amount(document, price)),
                # A price that does not divide evenly is stated for all pieces at once.
                _text("ram:BasisQuantity", "1" if whole else str(abs(one.quantity)), unitCode=_PIECE),
            ),
        ),
        _inside(
            "ram:SpecifiedLineTradeDelivery",
            _text("ram:BilledQuantity", str(one.quantity), unitCode=_PIECE),
        ),
        _inside(
            "ram:SpecifiedLineTradeSettlement",
            _inside("ram:ApplicableTradeTax", _rate(one.tax_category, one.tax_rate_bps)),
            allowance,
            _inside(
                "ram:SpecifiedTradeSettlementLineMonetarySummation",
                _text("ram:LineTotalAmount", _amount(document, one.net_amount)),
            ),
        ),
    )


def _rate(code: TaxCategory, rate_bps: int) -> str:
    percent = "" if code == "O" else _text("ram:RateApplicablePercent", _percent(rate_bps))
    return _text("ram:TypeCode", "VAT") + _text("ram:CategoryCode", code) + percent


def _vat_id(party: Party) -> str:
    """The VAT number if it is one by its looks: it begins with its country (BR-CO-09), Greece's with EL."""
    plain = re.sub("[^A-Z0-9]", "", party.vat_id.upper())
    known = {"GR": ("EL",), "GB": ("GB", "XI")}.get(party.country, (party.country,))
    return plain if plain[:2] in known and len(plain) > 2 else ""


def _party(name: str, party: Party, *, vat: bool = True) -> str:
    vat_id = _vat_id(party) if vat else ""
    trading = party.name if party.company and party.company != party.name else ""
    lines = [*party.lines, "", "", ""]
    return _inside(
        name,
        _optional("ram:ID", party.ref),
        _required("ram:Name", party.legal_name),
        _inside("ram:SpecifiedLegalOrganization", _text("ram:TradingBusinessName", trading))
        if trading and name == "ram:SellerTradeParty"
        else "",
        _inside(
            "ram:PostalTradeAddress",
            _optional("ram:PostcodeCode", party.postal_code),
            _optional("ram:LineOne", lines[0]),
            _optional("ram:LineTwo", lines[1]),
            _optional("ram:LineThree", lines[2]),
            _optional("ram:CityName", party.city),
            _text("ram:CountryID", party.country),
            _optional("ram:CountrySubDivisionName", party.region),
        ),
        _inside("ram:SpecifiedTaxRegistration", _text("ram:ID", vat_id, schemeID="VA")) if vat_id else "",
    )


def _agreement(document: Snapshot) -> str:
    outside = all(one.tax_category == "O" for one in document.taxes)
    order = document.order_number
    return _inside(
        "ram:ApplicableHeaderTradeAgreement",
        _party("ram:SellerTradeParty", document.issuer, vat=not outside),
        _party("ram:BuyerTradeParty", document.receiver, vat=not outside),
        _inside("ram:SellerOrderReferencedDocument", _text("ram:IssuerAssignedID", order)) if order else "",
    )


def _delivery(document: Snapshot) -> str:
    on = document.supplied_on or document.issued_on  # no element may be empty (PEPPOL-EN16931-R008)
    supplied = _inside("ram:ActualDeliverySupplyChainEvent", _day("ram:OccurrenceDateTime", on))
    to = "" if document.ship_to is None else _party("ram:ShipToTradeParty", document.ship_to, vat=False)
    return _inside("ram:ApplicableHeaderTradeDelivery", to, supplied)


def _settlement(document: Snapshot) -> str:
    return _inside(
        "ram:ApplicableHeaderTradeSettlement",
        _text("ram:InvoiceCurrencyCode", document.currency),
        *(_tax(document, one) for one in document.taxes),
        _period(document),
        *(_charge(document, one) for one in document.shipping),
        _sums(document),
        _corrected(document),
    )


def _tax(document: Snapshot, one: TaxSum) -> str:
    reason, code = _REASONS.get(one.tax_category, ("", ""))
    return _inside(
        "ram:ApplicableTradeTax",
        _text("ram:CalculatedAmount", _amount(document, one.tax_amount)),
        _text("ram:TypeCode", "VAT"),
        _optional("ram:ExemptionReason", reason),
        _text("ram:BasisAmount", _amount(document, one.net_amount)),
        _text("ram:CategoryCode", one.tax_category),
        _optional("ram:ExemptionReasonCode", code),
        "" if one.tax_category == "O" else _text("ram:RateApplicablePercent", _percent(one.tax_rate_bps)),
    )


def _period(document: Snapshot) -> str:
    if document.period is None:
        return ""
    first, last = document.period
    return _inside(
        "ram:BillingSpecifiedPeriod", _day("ram:StartDateTime", first), _day("ram:EndDateTime", last)
    )


def _charge(document: Snapshot, one: Entry) -> str:
    """What is paid for shipping, its discount taken off."""
    return _inside(
        "ram:SpecifiedTradeAllowanceCharge",
        _inside("ram:ChargeIndicator", _text("udt:Indicator", "true")),
        _text("ram:ActualAmount", _amount(document, one.net_amount)),
        _text("ram:ReasonCode", _SHIPPING_REASON),
        _required("ram:Reason", one.title, "Shipping"),
        _inside("ram:CategoryTradeTax", _rate(one.tax_category, one.tax_rate_bps)),
    )


def _total(amounts: Iterable[Entry]) -> int:
    return sum(one.net_amount for one in amounts)


def _sums(document: Snapshot) -> str:
    tax = _text("ram:TaxTotalAmount", _amount(document, document.tax_amount), currencyID=document.currency)
    return _inside(
        "ram:SpecifiedTradeSettlementHeaderMonetarySummation",
        _text("ram:LineTotalAmount", _amount(document, _total(document.lines))),
        _text("ram:ChargeTotalAmount", _amount(document, _total(document.shipping))),
        _text("ram:AllowanceTotalAmount", _amount(document, 0)),
        _text("ram:TaxBasisTotalAmount", _amount(document, document.net_amount)),
        tax,
        _text("ram:GrandTotalAmount", _amount(document, document.total_amount)),
        # Everything was paid, or goes back, by the marketplace.
        _text("ram:TotalPrepaidAmount", _amount(document, document.total_amount)),
        _text("ram:DuePayableAmount", _amount(document, 0)),
    )


def _corrected(document: Snapshot) -> str:
    if document.corrects is None:
        return ""
    return _inside(
        "ram:InvoiceReferencedDocument",
        _text("ram:IssuerAssignedID", document.corrects.number),
        _day("ram:FormattedIssueDateTime", document.corrects.issued_on, "qdt"),
    )
