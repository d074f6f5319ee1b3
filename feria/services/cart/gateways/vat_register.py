"""A register of VAT ids for development and tests in place of VIES: well-formed ids are registered until closed."""

from itertools import count

from feria.services.cart.gateways import VatAnswer, VatServiceSilent


class VatRegister:
    """Keeps which ids were closed and how often it was asked; `silent` is how many questions it leaves open."""

    name = "test"

    def __init__(self) -> None:
        self._closed: set[str] = set()
        self._numbers = count(1)
        self.asked: list[str] = []
        self.silent = 0

    def close(self, vat_id: str) -> None:
        """Take an id off the register."""
        self._closed.add(vat_id)

    async def check(self, vat_id: str) -> VatAnswer:
        """Whether the id is on the register, with a number of its own for each answer."""
        self.asked.append(vat_id)
        if self.silent:
            self.silent -= 1
            raise VatServiceSilent("is silent for once")
        return VatAnswer(valid=vat_id not in self._closed, consultation=f"TEST{next(self._numbers):08d}")


REGISTER = VatRegister()
