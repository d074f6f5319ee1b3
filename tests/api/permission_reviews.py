"""The permission table's rows about reviews; the columns are those of `permission_table`."""

from tests.api import marketplace
from tests.api.marketplace import Marketplace
from tests.api.permission_rows import (
    ACCOUNTS,
    EVERYBODY,
    KEEPERS,
    OPERATOR,
    Call,
    Row,
    new_arrival,
    new_pending,
    new_review,
    of_product,
    of_review,
    of_seller,
    row,
)

AUTHOR = "404 200 404 404 404 404"
REASON = {"reason": "a test"}


def of_photo(m: Marketplace) -> Call:
    return Call({"review_id": m.review, "photo_id": m.photo})


REVIEWS: dict[str, Row | list[Row]] = {
    "list_reviews": row(of_product, EVERYBODY),
    "get_review_marks": row(of_product, ACCOUNTS),
    "write_review": [
        row(lambda m: of_product(m, json=m.arrived.body()), "404 201 404 404 404 404", fresh=new_arrival),
    ],
    "list_own_reviews": row(lambda m: Call(), ACCOUNTS),
    "get_review": row(of_review, AUTHOR, moderator=404),
    "change_review": row(lambda m: of_review(m, json={"stars": 4}), AUTHOR, moderator=404),
    "delete_review": row(of_review, "404 204 404 404 404 404", fresh=new_review),
    "add_review_photo": row(
        lambda m: of_review(m, files={"file": ("a.png", marketplace.small_picture())}),
        "404 201 404 404 404 404",
        fresh=new_review,
    ),
    "delete_review_photo": row(of_photo, "404 204 404 404 404 404", fresh=new_review),
    "reply_to_review": row(
        lambda m: of_review(m, json={"text": "Thank you"}),
        "401 404 404 200 404 404",
        staff=200,
        moderator=404,
    ),
    "delete_review_reply": row(of_review, "401 404 404 204 404 204", staff=204, moderator=204, support=404),
    "vote_on_review": row(lambda m: of_review(m, json={}), "401 409 200 409 200 200", staff=409),
    "flag_review": row(lambda m: of_review(m, json={"reason": "spam"}), "401 202 202 202 202 202"),
    "list_reviews_of_seller": row(of_seller, KEEPERS, staff=200, moderator=200, support=404),
    "list_reviews_to_moderate": row(lambda m: Call(), OPERATOR, moderator=200, support=403),
    "publish_review": row(lambda m: of_review(m, json={}), OPERATOR, moderator=200, support=403),
    "reject_review": row(
        lambda m: of_review(m, json=REASON), OPERATOR, fresh=new_pending, moderator=200, support=403
    ),
    "remove_review": row(
        lambda m: of_review(m, json=REASON), OPERATOR, fresh=new_review, moderator=200, support=403
    ),
}
