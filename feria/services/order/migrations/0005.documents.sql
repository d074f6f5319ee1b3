-- Invoices, credit notes and commission invoices: numbers without gaps, and what was true when each was issued.

-- Coordinator: one row per issuer (a seller, or 0 for the marketplace) and year of its own calendar. Locked last in
-- the transaction that issues, so that a number is taken exactly when its document is.
CREATE TABLE "order".document_counters (
    issuer bigint NOT NULL,
    year integer NOT NULL CHECK (year BETWEEN 2000 AND 9999),
    last integer NOT NULL CHECK (last >= 1),
    PRIMARY KEY (issuer, year)
);

-- Never changed, but for the file: `sha256` is null until the snapshot has been drawn for the first time.
-- `seller_id` is the seller's whose document it is, as issuer or (commission) as receiver.
CREATE TABLE "order".documents (
    seller_id bigint NOT NULL,
    id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('invoice', 'credit_note', 'commission_invoice', 'commission_credit_note')),
    issuer bigint NOT NULL,
    year integer NOT NULL,
    number integer NOT NULL,
    label text NOT NULL,
    seller_order_id uuid,
    refund_id uuid,
    invoice_id uuid,
    period_start date,
    net_amount bigint NOT NULL,
    tax_amount bigint NOT NULL,
    total_amount bigint NOT NULL,
    currency char(3) NOT NULL,
    snapshot jsonb NOT NULL,
    template integer NOT NULL,
    issued_at timestamptz NOT NULL,
    sha256 bytea CHECK (length(sha256) = 32),
    PRIMARY KEY (seller_id, id),
    UNIQUE (seller_id, issuer, year, number),
    FOREIGN KEY (seller_id, seller_order_id) REFERENCES "order".seller_orders (seller_id, id),
    FOREIGN KEY (seller_id, invoice_id) REFERENCES "order".documents (seller_id, id),
    CONSTRAINT documents_issuer_fits_kind CHECK (issuer = CASE
        WHEN kind IN ('invoice', 'credit_note') THEN seller_id ELSE 0 END),
    CONSTRAINT documents_name_their_subject CHECK (CASE kind
        WHEN 'invoice' THEN seller_order_id IS NOT NULL AND refund_id IS NULL AND period_start IS NULL
        WHEN 'credit_note' THEN seller_order_id IS NOT NULL AND refund_id IS NOT NULL AND invoice_id IS NOT NULL
        ELSE seller_order_id IS NULL AND period_start IS NOT NULL END),
    CONSTRAINT documents_amounts_add_up CHECK (net_amount + tax_amount = total_amount AND total_amount >= 0)
);
CREATE UNIQUE INDEX documents_one_invoice ON "order".documents (seller_id, seller_order_id) WHERE kind = 'invoice';
CREATE UNIQUE INDEX documents_one_credit_note ON "order".documents (seller_id, refund_id, seller_order_id)
    WHERE kind = 'credit_note';
CREATE UNIQUE INDEX documents_one_commission_invoice ON "order".documents (seller_id, period_start, currency)
    WHERE issuer = 0;
CREATE INDEX documents_of_seller_order ON "order".documents (seller_id, seller_order_id)
    WHERE seller_order_id IS NOT NULL;
CREATE INDEX documents_newest ON "order".documents (seller_id, issued_at DESC, id DESC);
CREATE INDEX documents_of_marketplace ON "order".documents (issued_at DESC, id DESC) WHERE issuer = 0;
CREATE INDEX documents_to_draw ON "order".documents (issued_at) WHERE sha256 IS NULL;

-- Reference table: the months for which sellers are billed, from when to when. A month begins where the one before
-- ended, whatever the marketplace's time zone is by then; `closed_at` is null while some seller's invoice is missing.
CREATE TABLE "order".commission_months (
    month date PRIMARY KEY CHECK (extract(day FROM month) = 1),
    since timestamptz NOT NULL,
    until timestamptz NOT NULL CHECK (until > since),
    closed_at timestamptz
);

-- Refunds that were asked for after their seller order had its invoice: each gets its credit note when it settles.
-- `lines` are the units it is for, as a document shows them; none for an amount alone.
CREATE TABLE "order".credits_due (
    seller_id bigint NOT NULL,
    refund_id uuid NOT NULL,
    seller_order_id uuid NOT NULL,
    amount bigint NOT NULL CHECK (amount > 0),
    currency char(3) NOT NULL,
    reason text NOT NULL,
    lines jsonb NOT NULL DEFAULT '[]',
    PRIMARY KEY (seller_id, refund_id, seller_order_id),
    FOREIGN KEY (seller_id, seller_order_id) REFERENCES "order".seller_orders (seller_id, id)
);
