"""State changes of the user service, one file per noun; what command line and demo make is named here."""

from feria.services.user.actions.accounts import create_account, create_operator
from feria.services.user.actions.sellers import create_seller

__all__ = ["create_account", "create_operator", "create_seller"]
