"""Which provider serves which payment method in this installation."""

from feria.core.errors import NotFound, invalid
from feria.core.platform import Platform
from feria.core.settings import Settings
from feria.services.payment.gateways import Provider
from feria.services.payment.gateways.test_provider import TestProvider

_BY_METHOD = {"test": "test"}


def allows_test_provider(settings: Settings) -> bool:
    """The test provider takes no money: in production it works only when the operator has asked for it."""
    return settings.allow_test_provider or not settings.production


def provider_for_method(platform: Platform, method: str) -> Provider:
    """The provider of a method; raises Invalid for one that is not offered here."""
    name = _BY_METHOD.get(method)
    if name is None or (name == "test" and not allows_test_provider(platform.settings)):
        raise invalid("payment_method", "is not offered here")
    return TestProvider(platform)


def provider(platform: Platform, name: str) -> Provider:
    """The provider of this name, also for what was begun while it was still offered."""
    if name != "test":
        raise NotFound
    return TestProvider(platform)


def test_provider(platform: Platform) -> TestProvider:
    """The test provider itself, for its page and its own jobs; raises NotFound where it is not allowed."""
    if not allows_test_provider(platform.settings):
        raise NotFound
    return TestProvider(platform)
