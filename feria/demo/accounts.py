"""Who can sign in to the demo marketplace, as `feria up` prints it."""

PASSWORD = "demo-demo-demo"  # noqa: S105 - meant to be known, and never loaded in production

LOGINS = (
    ("buyer@demo.test", "buyer"),
    ("seller@demo.test", "seller"),
    ("seller2@demo.test", "second seller"),
    ("operator@demo.test", "operator"),
)
