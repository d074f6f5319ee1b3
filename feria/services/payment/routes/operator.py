"""Doors of the operator to the commission rules."""

from litestar import Response, get, put
from litestar.params import JSONBody

from feria.core import http, ids
from feria.core.errors import FieldError, Forbidden, Invalid, PreconditionFailed, PreconditionRequired
from feria.core.http import Request
from feria.core.money import CURRENCIES
from feria.services.payment.actions import commission as actions
from feria.services.payment.queries import commission as queries
from feria.services.payment.queries.commission import RuleList
from feria.services.payment.routes import answers
from feria.services.payment.rules.commission import Rule
from feria.services.payment.schemas import RuleIn, RulesIn, RulesOut

STAFF = http.operator("finance")


@get(
    "/api/v1/operator/commission-rules",
    tags=["payment"],
    guards=[STAFF],
    security=[{"bearer": []}],
    responses=http.problems(Forbidden),
    cache_control=http.NO_STORE,
)
async def get_commission_rules(request: Request) -> Response[RulesOut]:
    """The ordered list of commission rules; the first that matches a line counts."""
    return _answer(await http.read(request, queries.rule_list))


@put(
    "/api/v1/operator/commission-rules",
    tags=["payment"],
    guards=[STAFF],
    security=[{"bearer": []}],
    responses=http.problems(Forbidden, PreconditionFailed, PreconditionRequired),
    cache_control=http.NO_STORE,
)
async def put_commission_rules(request: Request, data: JSONBody[RulesIn]) -> Response[RulesOut]:
    """Replace the list (`If-Match`). A changed rule gets a new version; lines of placed orders keep what they had.

    Exactly one rule is the default. Other processes follow within ten seconds.
    """
    version = http.if_match(request)
    rules = [_rule(place, rule) for place, rule in enumerate(data.rules)]
    return _answer(await http.write(request, actions.replace_rules, rules, version))


def _answer(found: RuleList) -> Response[RulesOut]:
    out = RulesOut(version=found.version, items=[answers.rule_out(rule) for rule in found.rules])
    return Response(out, headers={"ETag": http.etag(found.version)})


def _rule(place: int, given: RuleIn) -> Rule:
    """The rule as the action takes it; version 0 stands for one that is new."""
    at = f"rules[{place}]"
    fixed = given.fixed
    if fixed is not None and (fixed.amount < 0 or fixed.currency not in CURRENCIES):
        raise Invalid(
            errors=[FieldError(f"{at}.fixed", "is an amount of at least 0 in an ISO 4217 currency")]
        )
    if fixed is not None and given.is_default is False and fixed.amount == 0:
        fixed = None
    return Rule(
        id=actions.new_rule_id() if given.id is None else ids.decode("rule", given.id, f"{at}.id"),
        version=0 if given.id is None else 1,
        name=given.name,
        is_default=given.is_default,
        seller_id=None
        if given.seller_id is None
        else ids.decode_owner("sel", given.seller_id, f"{at}.seller_id"),
        category_id=None
        if given.category_id is None
        else ids.decode("cat", given.category_id, f"{at}.category_id"),
        product_id=None
        if given.product_id is None
        else ids.decode("prod", given.product_id, f"{at}.product_id"),
        rate_bps=given.rate_bps,
        fixed_amount=0 if fixed is None else fixed.amount,
        currency=None if fixed is None else fixed.currency,
        tax_rate_bps=given.tax_rate_bps,
    )


routes = [get_commission_rules, put_commission_rules]
