-- Payments with their attempts and refunds, the providers' webhooks, commission rules, the double-entry ledger,
-- what sellers earn, and the state of the built-in test provider.

-- States are domains, which costs a write less than a CHECK on the table does (see the orders').
CREATE DOMAIN payment.payment_status AS text CHECK (VALUE IN (
    'requires_payment', 'requires_action', 'processing', 'succeeded', 'cancelled'));
CREATE DOMAIN payment.attempt_state AS text CHECK (VALUE IN (
    'created', 'requires_action', 'processing', 'succeeded', 'failed', 'cancelled', 'flagged'));
CREATE DOMAIN payment.webhook_state AS text CHECK (VALUE IN ('received', 'processed', 'ignored', 'failed'));
CREATE DOMAIN payment.earning_state AS text CHECK (VALUE IN ('pending', 'available', 'reversed'));
CREATE DOMAIN payment.test_intent_status AS text CHECK (VALUE IN (
    'requires_action', 'processing', 'succeeded', 'failed', 'cancelled'));

-- One payment per order. `token_hash` is the guest's order secret; `flag` says why the operator has to look.
CREATE TABLE payment.payments (
    shopper_id bigint NOT NULL,
    id uuid NOT NULL,
    order_id uuid NOT NULL,
    token_hash bytea NOT NULL,
    status payment.payment_status NOT NULL DEFAULT 'requires_payment',
    amount bigint NOT NULL,
    captured_amount bigint NOT NULL DEFAULT 0,
    refunded_amount bigint NOT NULL DEFAULT 0,
    returned_amount bigint NOT NULL DEFAULT 0,
    currency char(3) NOT NULL,
    captured_attempt_id uuid,
    flag text NOT NULL DEFAULT '',
    expires_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL,
    settled_at timestamptz,
    version integer NOT NULL DEFAULT 1,
    metadata jsonb NOT NULL DEFAULT '{}',
    PRIMARY KEY (shopper_id, id),
    UNIQUE (shopper_id, order_id),
    CHECK (captured_amount IN (0, amount)),
    CHECK (least(amount, returned_amount, refunded_amount - returned_amount, captured_amount - refunded_amount) >= 0)
) WITH (fillfactor = 70);
COMMENT ON COLUMN payment.payments.refunded_amount IS 'asked for, sent or not';
COMMENT ON COLUMN payment.payments.returned_amount IS 'confirmed by the provider';

CREATE INDEX payments_flagged ON payment.payments (shopper_id, id) WHERE flag <> '';

-- What each seller gets of a payment. Stays on the coordinator, beside the ledger that is written from it.
CREATE TABLE payment.payment_shares (
    shopper_id bigint NOT NULL,
    payment_id uuid NOT NULL,
    seller_id bigint NOT NULL,
    seller_order_id uuid NOT NULL,
    number text NOT NULL,
    gross_amount bigint NOT NULL,
    commission_amount bigint NOT NULL,
    commission_tax_amount bigint NOT NULL,
    net_amount bigint NOT NULL,
    promotion_amount bigint NOT NULL,
    -- The buyer's tax that the marketplace remits in the seller's place.
    remitted_tax_amount bigint NOT NULL,
    refunded_amount bigint NOT NULL DEFAULT 0,
    refunded_commission_amount bigint NOT NULL DEFAULT 0,
    refunded_commission_tax_amount bigint NOT NULL DEFAULT 0,
    refunded_promotion_amount bigint NOT NULL DEFAULT 0,
    refunded_remitted_tax_amount bigint NOT NULL DEFAULT 0,
    currency char(3) NOT NULL,
    PRIMARY KEY (shopper_id, payment_id, seller_order_id),
    FOREIGN KEY (shopper_id, payment_id) REFERENCES payment.payments (shopper_id, id),
    CHECK (gross_amount + promotion_amount
        = commission_amount + commission_tax_amount + remitted_tax_amount + net_amount),
    CHECK (least(refunded_amount, gross_amount - refunded_amount,
        refunded_commission_amount, commission_amount - refunded_commission_amount,
        refunded_commission_tax_amount, commission_tax_amount - refunded_commission_tax_amount,
        refunded_promotion_amount, promotion_amount - refunded_promotion_amount,
        refunded_remitted_tax_amount, remitted_tax_amount - refunded_remitted_tax_amount) >= 0)
);

-- One try to pay. Its id is the provider's idempotency key; `created` has not been answered yet.
CREATE TABLE payment.attempts (
    shopper_id bigint NOT NULL,
    id uuid NOT NULL,
    payment_id uuid NOT NULL,
    order_id uuid NOT NULL,
    provider text NOT NULL,
    method text NOT NULL,
    state payment.attempt_state NOT NULL DEFAULT 'created',
    amount bigint NOT NULL CHECK (amount >= 0),
    currency char(3) NOT NULL,
    outcome text NOT NULL DEFAULT '',
    provider_ref text NOT NULL DEFAULT '',
    client_secret text NOT NULL DEFAULT '',
    redirect_url text NOT NULL DEFAULT '',
    failure_code text NOT NULL DEFAULT '',
    polls integer NOT NULL DEFAULT 0,
    next_poll_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL,
    ended_at timestamptz,
    metadata jsonb NOT NULL DEFAULT '{}',
    PRIMARY KEY (shopper_id, id),
    FOREIGN KEY (shopper_id, payment_id) REFERENCES payment.payments (shopper_id, id)
);
CREATE UNIQUE INDEX attempts_under_way ON payment.attempts (shopper_id, payment_id) WHERE ended_at IS NULL;
CREATE INDEX attempts_of_payment ON payment.attempts (shopper_id, payment_id);
CREATE INDEX attempts_to_poll ON payment.attempts (next_poll_at) WHERE ended_at IS NULL;

-- Directory: the provider's own number of an attempt or a refund to ours.
CREATE TABLE payment.provider_refs (
    provider text NOT NULL,
    ref text NOT NULL,
    shopper_id bigint NOT NULL,
    payment_id uuid NOT NULL,
    attempt_id uuid NOT NULL,
    PRIMARY KEY (provider, ref)
);

-- Webhooks exactly as they came.
CREATE TABLE payment.webhooks (
    provider text NOT NULL,
    event_id text NOT NULL,
    body bytea NOT NULL,
    headers jsonb NOT NULL,
    state payment.webhook_state NOT NULL DEFAULT 'received',
    tries integer NOT NULL DEFAULT 0,
    last_error text NOT NULL DEFAULT '',
    received_at timestamptz NOT NULL,
    next_try_at timestamptz NOT NULL,
    processed_at timestamptz,
    PRIMARY KEY (provider, event_id)
);
CREATE INDEX webhooks_to_process ON payment.webhooks (next_try_at) WHERE state = 'received';

-- Money on its way back. One per cause, so that the same cancellation never refunds twice.
CREATE TABLE payment.refunds (
    shopper_id bigint NOT NULL,
    id uuid NOT NULL,
    payment_id uuid NOT NULL,
    order_id uuid NOT NULL,
    cause_id uuid NOT NULL,
    attempt_id uuid NOT NULL,
    provider text NOT NULL,
    provider_ref text NOT NULL DEFAULT '',
    state text NOT NULL DEFAULT 'requested' CHECK (state IN ('requested', 'succeeded', 'failed')),
    -- Nothing, where only what the marketplace paid is taken back.
    amount bigint NOT NULL CHECK (amount >= 0),
    currency char(3) NOT NULL,
    reason text NOT NULL,
    requested_by text NOT NULL,
    tries integer NOT NULL DEFAULT 0,
    next_try_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL,
    settled_at timestamptz,
    last_error text NOT NULL DEFAULT '',
    metadata jsonb NOT NULL DEFAULT '{}',
    PRIMARY KEY (shopper_id, id),
    UNIQUE (shopper_id, payment_id, cause_id),
    FOREIGN KEY (shopper_id, payment_id) REFERENCES payment.payments (shopper_id, id)
);
CREATE INDEX refunds_to_send ON payment.refunds (next_try_at) WHERE state = 'requested';

-- What a refund takes from each seller order. Stays on the coordinator, beside the ledger.
CREATE TABLE payment.refund_parts (
    shopper_id bigint NOT NULL,
    refund_id uuid NOT NULL,
    seller_id bigint NOT NULL,
    seller_order_id uuid NOT NULL,
    amount bigint NOT NULL CHECK (amount >= 0),
    commission_amount bigint NOT NULL CHECK (commission_amount >= 0),
    commission_tax_amount bigint NOT NULL CHECK (commission_tax_amount >= 0),
    promotion_amount bigint NOT NULL CHECK (promotion_amount >= 0),
    remitted_tax_amount bigint NOT NULL CHECK (remitted_tax_amount >= 0),
    currency char(3) NOT NULL,
    PRIMARY KEY (shopper_id, refund_id, seller_order_id),
    FOREIGN KEY (shopper_id, refund_id) REFERENCES payment.refunds (shopper_id, id)
);

-- The version of the operator's whole ordered list of rules.
CREATE TABLE payment.commission_list (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    version integer NOT NULL DEFAULT 1
);
INSERT INTO payment.commission_list DEFAULT VALUES;

-- Reference table. A changed rule is a new version; order lines name the id and version they were charged by.
-- A match field that is null matches everything; `currency` is that of the fixed amount.
CREATE TABLE payment.commission_rules (
    id uuid NOT NULL,
    version integer NOT NULL,
    position integer NOT NULL,
    name text NOT NULL,
    is_default boolean NOT NULL DEFAULT false,
    seller_id bigint,
    category_id uuid,
    product_id uuid,
    rate_bps integer NOT NULL CHECK (rate_bps BETWEEN 0 AND 10000),
    fixed_amount bigint NOT NULL DEFAULT 0 CHECK (fixed_amount >= 0),
    currency char(3),
    tax_rate_bps integer NOT NULL DEFAULT 0 CHECK (tax_rate_bps BETWEEN 0 AND 10000),
    created_at timestamptz NOT NULL,
    retired_at timestamptz,
    PRIMARY KEY (id, version),
    CHECK (fixed_amount = 0 OR currency IS NOT NULL),
    CHECK (NOT is_default OR (seller_id IS NULL AND category_id IS NULL AND product_id IS NULL))
);
CREATE UNIQUE INDEX commission_rules_current ON payment.commission_rules (id) WHERE retired_at IS NULL;
CREATE UNIQUE INDEX commission_rules_default ON payment.commission_rules (is_default)
    WHERE is_default AND retired_at IS NULL;
INSERT INTO payment.commission_rules (id, version, position, name, is_default, rate_bps, created_at)
VALUES ('00000000-0000-8000-8000-000000000001', 1, 0, 'Default', true, 1000, '2026-01-01T00:00:00Z');

-- The ledger. `owner` is a seller's number, 0 the marketplace itself.
CREATE TABLE payment.ledger_accounts (
    kind text NOT NULL CHECK (kind IN ('provider_clearing', 'buyer_refunds_due', 'seller_pending',
        'seller_available', 'seller_reserve', 'commission_revenue', 'tax_payable', 'promotion_expense',
        'provider_fees', 'payouts_in_transit', 'carrier_payable', 'write_off')),
    owner bigint NOT NULL,
    currency char(3) NOT NULL,
    PRIMARY KEY (kind, owner, currency)
);

-- `reference` is what the transfer is for; with the kind it is unique, so nothing is posted twice.
CREATE TABLE payment.ledger_transfers (
    id uuid PRIMARY KEY,
    kind text NOT NULL,
    reference uuid NOT NULL,
    created_at timestamptz NOT NULL,
    UNIQUE (kind, reference)
);

-- Reports read a span of time; rows come in its order, so that the smallest kind of index finds them.
CREATE INDEX ledger_transfers_at ON payment.ledger_transfers USING brin (created_at);

-- Debits are positive, credits negative. Rows are only ever added.
CREATE TABLE payment.ledger_postings (
    id bigint GENERATED ALWAYS AS IDENTITY,
    transfer_id uuid NOT NULL REFERENCES payment.ledger_transfers (id),
    kind text NOT NULL,
    owner bigint NOT NULL,
    amount bigint NOT NULL CHECK (amount <> 0),
    currency char(3) NOT NULL,
    seller_order_id uuid,
    PRIMARY KEY (transfer_id, id),
    FOREIGN KEY (kind, owner, currency) REFERENCES payment.ledger_accounts (kind, owner, currency)
);
CREATE INDEX ledger_postings_account ON payment.ledger_postings (owner, kind, currency, id) INCLUDE (amount);

CREATE FUNCTION payment.require_balance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (
        SELECT sum(amount) FROM payment.ledger_postings WHERE transfer_id = NEW.transfer_id AND currency = NEW.currency
    ) <> 0 THEN
        RAISE EXCEPTION 'ledger transfer % does not sum to zero', NEW.transfer_id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER ledger_balanced AFTER INSERT ON payment.ledger_postings
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION payment.require_balance();

-- Whoever got rights on these tables by default may read and add, nothing else.
DO $$
DECLARE held record;
BEGIN
    FOR held IN
        SELECT DISTINCT grantee, table_name FROM information_schema.role_table_grants
        WHERE table_schema = 'payment' AND grantee <> current_user
          AND table_name IN ('ledger_accounts', 'ledger_transfers', 'ledger_postings')
    LOOP
        EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON payment.%I FROM %I', held.table_name, held.grantee);
    END LOOP;
END
$$;

-- What a seller earns by one seller order; `available_on` is set by delivery.
CREATE TABLE payment.earnings (
    seller_id bigint NOT NULL,
    seller_order_id uuid NOT NULL,
    number text NOT NULL,
    shopper_id bigint NOT NULL,
    payment_id uuid NOT NULL,
    gross_amount bigint NOT NULL,
    commission_amount bigint NOT NULL,
    commission_tax_amount bigint NOT NULL,
    net_amount bigint NOT NULL,
    promotion_amount bigint NOT NULL,
    remitted_tax_amount bigint NOT NULL,
    refunded_amount bigint NOT NULL DEFAULT 0,
    refunded_commission_amount bigint NOT NULL DEFAULT 0,
    refunded_commission_tax_amount bigint NOT NULL DEFAULT 0,
    refunded_promotion_amount bigint NOT NULL DEFAULT 0,
    refunded_remitted_tax_amount bigint NOT NULL DEFAULT 0,
    currency char(3) NOT NULL,
    state payment.earning_state NOT NULL DEFAULT 'pending',
    created_at timestamptz NOT NULL,
    available_on timestamptz,
    released_at timestamptz,
    -- An open case or dispute keeps them pending.
    frozen boolean NOT NULL DEFAULT false,
    PRIMARY KEY (seller_id, seller_order_id)
);
CREATE INDEX earnings_to_release ON payment.earnings (available_on) WHERE state = 'pending' AND NOT frozen;

-- The test provider's own books, as if they were far away: only its gateway touches them.
CREATE TABLE payment.test_intents (
    ref text PRIMARY KEY,
    idempotency_key uuid NOT NULL UNIQUE,
    order_id uuid NOT NULL,
    amount bigint NOT NULL,
    refunded_amount bigint NOT NULL DEFAULT 0 CHECK (refunded_amount BETWEEN 0 AND amount),
    currency char(3) NOT NULL,
    status payment.test_intent_status NOT NULL,
    failure_code text NOT NULL DEFAULT '',
    settle_at timestamptz,
    duplicate_webhooks boolean NOT NULL DEFAULT false,
    reorder_webhooks boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL
);
CREATE INDEX test_intents_to_settle ON payment.test_intents (settle_at) WHERE status = 'processing';

CREATE TABLE payment.test_refunds (
    idempotency_key uuid PRIMARY KEY,
    ref text NOT NULL UNIQUE,
    intent_ref text NOT NULL REFERENCES payment.test_intents (ref),
    amount bigint NOT NULL,
    currency char(3) NOT NULL,
    created_at timestamptz NOT NULL
);

CREATE TABLE payment.test_webhooks (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id text NOT NULL UNIQUE,
    intent_ref text NOT NULL REFERENCES payment.test_intents (ref),
    status text NOT NULL,
    tries integer NOT NULL DEFAULT 0,
    send_at timestamptz NOT NULL,
    sent_at timestamptz
);
CREATE INDEX test_webhooks_to_send ON payment.test_webhooks (send_at) WHERE sent_at IS NULL;
