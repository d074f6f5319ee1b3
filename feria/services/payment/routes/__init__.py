"""HTTP doors of the payment service."""

from feria.services.payment.routes import operator, payments, sellers, webhooks

routes = [*payments.routes, *webhooks.routes, *sellers.routes, *operator.routes]
