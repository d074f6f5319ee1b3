"""The permission table's rows about documents; the columns are those of `permission_table`."""

from tests.api.marketplace import Marketplace
from tests.api.permission_rows import BUYERS, OPERATOR, Call, Row, of_seller, row

OWN = "404 200 404 200 404 200"


def of_shipped(m: Marketplace) -> Call:
    return Call({"order_id": str(m.shipped_order["seller_orders"][0]["id"])})


DOCUMENTS: dict[str, Row | list[Row]] = {
    "get_invoice": row(of_shipped, OWN, staff=200, moderator=200),
    "get_packing_slip": row(of_shipped, "401 404 404 200 404 200", staff=200, finance=200),
    "list_order_documents": [
        row(of_shipped, OWN, staff=200),
        row(lambda m: Call({"order_id": str(m.shipped_order["id"])}), BUYERS, staff=404),
    ],
    "get_document": row(lambda m: Call({"document_id": m.invoice}), OWN, staff=200, support=200),
    "list_seller_documents": row(
        of_seller, "401 404 404 200 404 200", staff=200, support=200, finance=200, moderator=404
    ),
    "list_commission_invoices": row(lambda m: Call(), OPERATOR, support=200, finance=200, moderator=403),
}
