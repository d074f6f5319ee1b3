"""HTTP doors of what is kept beside the cart: things for later, and gift notes."""

from litestar import delete, get, post, put
from litestar.params import FromPath, JSONBody

from feria.core import http, ids
from feria.core.errors import NotFound
from feria.core.http import Answer, Request
from feria.services.cart.actions import saving
from feria.services.cart.actions.items import CartFull
from feria.services.cart.actions.saving import SavedFull
from feria.services.cart.queries import saved
from feria.services.cart.queries.quotes import CartEmpty, SellerUnavailable
from feria.services.cart.routes.cart import answer
from feria.services.cart.schemas import CartOut, GiftNotesIn, SavedItemsOut
from feria.services.product.contract import OutOfStock


@get("/api/v1/cart/saved", tags=["cart"], responses=http.problems(), cache_control=http.NO_STORE)
async def list_saved_items(request: Request) -> SavedItemsOut:
    """What is kept for later, the newest first, at today's prices; at most 100 things."""
    return await http.read(request, saved.saved_for, http.cart_token(request))


@post(
    "/api/v1/cart/items/{item_id:str}/save",
    status_code=200,
    tags=["cart"],
    responses=http.problems(NotFound, SavedFull),
    cache_control=http.NO_STORE,
)
async def save_cart_item(request: Request, item_id: FromPath[str]) -> Answer[CartOut]:
    """Keep a line for later; the answer is the cart without it."""
    found = ids.path("item", item_id)
    return await answer(request, await http.write(request, saving.save_item, http.cart_token(request), found))


@post(
    "/api/v1/cart/saved/{saved_id:str}/move",
    status_code=200,
    tags=["cart"],
    responses=http.problems(NotFound, OutOfStock, SellerUnavailable, CartFull),
    cache_control=http.NO_STORE,
)
async def move_saved_item(request: Request, saved_id: FromPath[str]) -> Answer[CartOut]:
    """Put what was kept for later into the cart, as many pieces of it as can be bought; the answer is the cart."""
    found = ids.path("saved", saved_id)
    return await answer(
        request, await http.write(request, saving.move_to_cart, http.cart_token(request), found)
    )


@delete(
    "/api/v1/cart/saved/{saved_id:str}",
    status_code=200,
    tags=["cart"],
    responses=http.problems(NotFound),
    cache_control=http.NO_STORE,
)
async def forget_saved_item(request: Request, saved_id: FromPath[str]) -> SavedItemsOut:
    """Keep something no longer; the answer is what is left."""
    found = ids.path("saved", saved_id)
    return await http.write(request, saving.forget_saved, http.cart_token(request), found)


@put(
    "/api/v1/cart/gift-notes",
    tags=["cart"],
    responses=http.problems(CartEmpty),
    cache_control=http.NO_STORE,
)
async def write_gift_notes(request: Request, data: JSONBody[GiftNotesIn]) -> Answer[CartOut]:
    """Say what is to go with sellers' parcels; sellers that are not named keep their note."""
    return await answer(
        request, await http.write(request, saving.write_gift_notes, http.cart_token(request), data.notes)
    )


routes = [list_saved_items, save_cart_item, move_saved_item, forget_saved_item, write_gift_notes]
