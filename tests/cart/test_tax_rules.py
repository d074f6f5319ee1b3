"""Why a seller's part bears its tax, and who remits it: tables for the pure rules."""

import pytest

from feria.core.money import Money
from feria.services.cart.rules import tax
from feria.services.user import contract as user
from feria.services.user.rules import regions


@pytest.mark.parametrize(
    ("seller", "destination", "taxed", "business", "expected"),
    [
        ("PT", "PT", True, "", "standard"),
        ("PT", "PT", True, "ES", "standard"),  # goods that stay in the country bear its tax
        ("PT", "ES", True, "", "standard"),
        ("PT", "ES", True, "ES", "reverse_charge"),
        ("PT", "ES", True, "DE", "reverse_charge"),  # any member state but the seller's
        ("PT", "ES", True, "PT", "standard"),
        ("PT", "ES", False, "ES", "reverse_charge"),
        ("PT", "GB", False, "ES", "export"),
        ("PT", "GB", True, "ES", "standard"),
        ("PT", "US", False, "", "export"),
        ("US", "US", False, "", "standard"),
        ("US", "PT", True, "PT", "standard"),
        ("GB", "US", False, "", "export"),
    ],
)
def test_why_a_part_bears_its_tax(
    seller: str, destination: str, taxed: bool, business: str, expected: str
) -> None:
    assert tax.tax_reason(seller, destination, taxed=taxed, business_country=business) == expected


@pytest.mark.parametrize(
    ("seller", "destination", "goods", "currency", "expected"),
    [
        ("PT", "US", 1, "USD", "marketplace"),
        ("US", "US", 10**9, "USD", "marketplace"),
        ("PT", "PT", 100, "EUR", "seller"),
        ("PT", "DE", 100, "EUR", "seller"),
        ("CN", "DE", 15_000, "EUR", "marketplace"),
        ("CN", "DE", 15_001, "EUR", "seller"),
        ("CN", "DE", 0, "EUR", "marketplace"),
        ("GB", "IE", 9_900, "EUR", "marketplace"),
        ("GB", "IE", 100, "GBP", "seller"),  # nothing is converted
        ("CN", "SE", 100, "SEK", "seller"),
        ("CN", "GB", 100, "EUR", "seller"),
        ("DE", "GB", 100, "EUR", "seller"),
    ],
)
def test_who_remits_the_tax(seller: str, destination: str, goods: int, currency: str, expected: str) -> None:
    assert tax.remitted_by(seller, destination, Money(goods, currency)) == expected


@pytest.mark.parametrize(
    ("country", "text", "code"),
    [("US", "CA", "CA"), ("US", "ca", "CA"), ("US", " New  york ", "NY"), ("US", "N.Y.", "NY"), ("CA", "Québec", "QC"),
     ("CA", "Quebec", "QC"), ("US", "", ""), ("PT", "CA", ""), ("US", "Ontario", ""), ("US", "us-ca", "CA"),
     ("PT", "PT-20", "20"), ("PT", "Açores", "20"), ("ES", "islas canarias", "CN"), ("FR", "Corse", "20R"),
     ("FR", "ile de france", "IDF"), ("IT", "Valle d’Aosta", "23"), ("DE", "Bayern", "")],
)  # fmt: skip
def test_regions_by_what_people_write(country: str, text: str, code: str) -> None:
    assert user.region_code(country, text) == code


@pytest.mark.parametrize(
    ("country", "count"), [("US", 52), ("CA", 13), ("PT", 20), ("ES", 19), ("FR", 13), ("IT", 20)]
)
def test_every_region_is_known_by_each_of_its_names(country: str, count: int) -> None:
    known = regions._NAMES[country]
    assert len(known) == count
    for code, names in known.items():
        assert user.region_name(country, code) == names[0]
        for text in (code, f"{country}-{code}", *names):
            assert user.region_code(country, text) == code, text
