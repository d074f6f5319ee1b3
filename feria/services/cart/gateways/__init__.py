"""Outside systems of the cart: the service that knows which VAT ids are registered, and one that knows tax rates."""

from typing import Protocol

import msgspec

from feria.core.platform import Platform
from feria.services.cart.rules.told_taxes import TaxAnswer, TaxQuestion


class VatAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """Whether a VAT id is registered for trade in the European Union; `consultation` is the number of the answer."""

    valid: bool
    consultation: str = ""


class VatServiceSilent(Exception):  # noqa: N818 - a sentence, as all our errors
    """The service, or the member state behind it, does not answer right now."""


class VatService(Protocol):
    """Knows which VAT ids are registered. Asking is free of effects, so any call may be repeated."""

    name: str

    async def check(self, vat_id: str) -> VatAnswer:
        """Ask about a well-formed VAT id with its country's code in front; raises VatServiceSilent."""
        ...


class TaxServiceSilent(Exception):  # noqa: N818 - a sentence, as all our errors
    """The service does not answer right now, whatever it is asked."""


class TaxQuestionRefused(Exception):  # noqa: N818 - a sentence, as all our errors
    """The service has no rates for this: an address that it does not know, say. Asking again changes nothing."""


class TaxService(Protocol):
    """Knows the tax rates of the day where something goes. Asking has no effect, so any call may be repeated."""

    name: str

    async def rates(self, question: TaxQuestion) -> TaxAnswer:
        """Rates of all categories of the question and of shipping; raises TaxServiceSilent, TaxQuestionRefused."""
        ...


def vat_service(platform: Platform) -> VatService:
    """The service of this installation: the real one in production or where its address is set, else the fake."""
    settings = platform.settings
    if settings.vies_url or settings.production:
        from feria.services.cart.gateways.vies import OFFICIAL_URL, Vies

        return Vies(platform.http, settings.vies_url or OFFICIAL_URL, settings.vies_requester)
    from feria.services.cart.gateways.vat_register import REGISTER

    return REGISTER


def tax_service(platform: Platform) -> TaxService:
    """The service of this installation: Stripe Tax by its key, which production demands, else its built-in fake."""
    from feria.services.cart.gateways.stripe_tax import StripeTax

    settings = platform.settings
    if settings.stripe_tax_key:
        return StripeTax(platform.http, settings.stripe_tax_url, settings.stripe_tax_key)
    from feria.services.cart.gateways import fake_stripe_tax

    return StripeTax(fake_stripe_tax.client(), fake_stripe_tax.URL, fake_stripe_tax.KEY)
