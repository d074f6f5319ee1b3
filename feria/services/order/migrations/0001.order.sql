-- Orders by shopper; seller orders with lines, parcels and history by seller, ready to be sharded by seller.

-- States are domains: a CHECK on the table is read anew by every statement that writes a row, 14 µs for a list like these.
CREATE DOMAIN "order".order_status AS text CHECK (VALUE IN (
    'pending_payment', 'placed', 'partially_shipped', 'shipped', 'partially_delivered', 'delivered', 'completed',
    'partially_cancelled', 'cancelled', 'expired'));
CREATE DOMAIN "order".order_payment_status AS text CHECK (VALUE IN (
    'unpaid', 'processing', 'paid', 'partially_refunded', 'refunded', 'failed'));
CREATE DOMAIN "order".tax_reason AS text CHECK (VALUE IN ('standard', 'reverse_charge', 'export'));
CREATE DOMAIN "order".tax_remitter AS text CHECK (VALUE IN ('seller', 'marketplace'));
CREATE DOMAIN "order".seller_order_status AS text CHECK (VALUE IN (
    'awaiting_payment', 'placed', 'accepted', 'partially_shipped', 'shipped', 'delivered', 'completed', 'cancelled',
    'expired'));

-- A directory: numbers look random and do not tell the owner.
CREATE TABLE "order".order_numbers (
    number text PRIMARY KEY CHECK (number ~ '^[0-9A-HJKMNP-TV-Z]{6,7}$'),
    shopper_id bigint NOT NULL,
    order_id uuid NOT NULL
);

-- `status` and `payment_status` are projections of the seller orders and the payment, written by one function.
-- Keyed by shopper; `seller_ids` says on which shards the parts lie.
CREATE TABLE "order".orders (
    shopper_id bigint NOT NULL,
    id uuid NOT NULL,
    number text NOT NULL,
    seller_ids bigint[] NOT NULL CHECK (cardinality(seller_ids) >= 1),
    account_id bigint,
    email text NOT NULL,
    locale text NOT NULL,
    token_hash bytea NOT NULL,
    market text NOT NULL,
    status "order".order_status NOT NULL DEFAULT 'pending_payment',
    payment_status "order".order_payment_status NOT NULL DEFAULT 'unpaid',
    payment_id uuid NOT NULL,
    payment_method text NOT NULL,
    tax_inclusive boolean NOT NULL,
    items_amount bigint NOT NULL,
    shipping_amount bigint NOT NULL,
    discount_amount bigint NOT NULL,
    promotion_amount bigint NOT NULL,
    tax_amount bigint NOT NULL,
    total_amount bigint NOT NULL,
    currency char(3) NOT NULL,
    -- Name and amount of each coupon that was used, by its code.
    coupons jsonb NOT NULL DEFAULT '{}',
    shipping_address jsonb NOT NULL,
    billing_address jsonb,
    cancel_reason text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    placed_at timestamptz,
    updated_at timestamptz NOT NULL,
    version bigint NOT NULL DEFAULT 1,
    metadata jsonb NOT NULL DEFAULT '{}',
    PRIMARY KEY (shopper_id, id),
    CONSTRAINT orders_amounts_are_never_negative CHECK (least(items_amount, shipping_amount, discount_amount,
        tax_amount, total_amount, promotion_amount, discount_amount - promotion_amount) >= 0)
);
CREATE INDEX orders_of_shopper ON "order".orders (shopper_id, created_at DESC, id DESC);
CREATE INDEX orders_newest ON "order".orders (created_at DESC, id DESC);
CREATE INDEX orders_to_expire ON "order".orders (expires_at) WHERE status = 'pending_payment';

CREATE TABLE "order".order_history (
    shopper_id bigint NOT NULL,
    id uuid NOT NULL,
    order_id uuid NOT NULL,
    from_status text NOT NULL,
    to_status text NOT NULL,
    actor text NOT NULL,
    reason text NOT NULL DEFAULT '',
    at timestamptz NOT NULL,
    PRIMARY KEY (shopper_id, id)
);
CREATE INDEX order_history_order ON "order".order_history (shopper_id, order_id, at);

-- `due_at` is when the clock acts next: cancels what nobody accepted, delivers, completes.
-- `refunded_…` are what went, or is on its way, back to the buyer. The marketplace pays `promotion_amount` of the discount.
-- `tax_reason` says why the tax is what it is, `remitted_by` who owes all of it to the tax office.
CREATE TABLE "order".seller_orders (
    seller_id bigint NOT NULL,
    id uuid NOT NULL,
    order_id uuid NOT NULL,
    shopper_id bigint NOT NULL,
    number text NOT NULL,
    status "order".seller_order_status NOT NULL DEFAULT 'awaiting_payment',
    buyer_name text NOT NULL,
    -- Where this part goes, when that is not the order's own address any more.
    shipping_address jsonb,
    shipping_id uuid,
    shipping_name text NOT NULL DEFAULT '',
    shipping_kind text NOT NULL DEFAULT '', -- empty where nothing had to be shipped
    pickup jsonb, -- where it is collected instead
    gift_note text NOT NULL DEFAULT '', -- what the buyer wants to go with it
    processing_days integer NOT NULL DEFAULT 0,
    min_days integer NOT NULL DEFAULT 0,
    max_days integer NOT NULL DEFAULT 0 CHECK (max_days >= min_days),
    returns_days integer NOT NULL DEFAULT 14,
    items_amount bigint NOT NULL,
    shipping_amount bigint NOT NULL,
    shipping_discount_amount bigint NOT NULL,
    shipping_tax_amount bigint NOT NULL,
    shipping_tax_rate_bps integer NOT NULL,
    discount_amount bigint NOT NULL,
    promotion_amount bigint NOT NULL,
    tax_amount bigint NOT NULL,
    tax_reason "order".tax_reason NOT NULL,
    remitted_by "order".tax_remitter NOT NULL,
    total_amount bigint NOT NULL,
    commission_amount bigint NOT NULL,
    commission_tax_amount bigint NOT NULL DEFAULT 0,
    refunded_amount bigint NOT NULL DEFAULT 0,
    refunded_commission_amount bigint NOT NULL DEFAULT 0,
    refunded_commission_tax_amount bigint NOT NULL DEFAULT 0,
    refunded_promotion_amount bigint NOT NULL DEFAULT 0,
    refunded_remitted_tax_amount bigint NOT NULL DEFAULT 0,
    currency char(3) NOT NULL,
    cancel_reason text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL,
    placed_at timestamptz,
    accepted_at timestamptz,
    shipped_at timestamptz,
    delivered_at timestamptz,
    ship_by timestamptz,
    deliver_from timestamptz,
    deliver_by timestamptz,
    due_at timestamptz,
    updated_at timestamptz NOT NULL,
    version bigint NOT NULL DEFAULT 1,
    metadata jsonb NOT NULL DEFAULT '{}',
    PRIMARY KEY (seller_id, id),
    UNIQUE (seller_id, order_id),
    CHECK (refunded_amount BETWEEN 0 AND total_amount),
    CHECK (refunded_commission_amount BETWEEN 0 AND commission_amount),
    CHECK (refunded_commission_tax_amount BETWEEN 0 AND commission_tax_amount),
    CHECK (refunded_promotion_amount BETWEEN 0 AND promotion_amount),
    CHECK (refunded_remitted_tax_amount BETWEEN 0 AND CASE remitted_by WHEN 'marketplace' THEN tax_amount ELSE 0 END),
    CONSTRAINT seller_orders_numbers_are_never_negative CHECK (least(processing_days, min_days, items_amount,
        shipping_amount, shipping_tax_amount, shipping_tax_rate_bps, discount_amount, tax_amount, total_amount,
        commission_amount, commission_tax_amount, promotion_amount, discount_amount - promotion_amount,
        shipping_discount_amount, shipping_amount - shipping_discount_amount) >= 0)
);
CREATE INDEX seller_orders_newest ON "order".seller_orders (seller_id, created_at DESC, id DESC);
CREATE INDEX seller_orders_to_do ON "order".seller_orders (seller_id, status, ship_by)
    WHERE status IN ('placed', 'accepted', 'partially_shipped');
CREATE INDEX seller_orders_due ON "order".seller_orders (status, due_at) WHERE due_at IS NOT NULL;

-- Snapshots of what was bought, as it was. The quantities say what became of it.
CREATE TABLE "order".order_lines (
    seller_id bigint NOT NULL,
    id uuid NOT NULL,
    seller_order_id uuid NOT NULL,
    position integer NOT NULL,
    product_id uuid NOT NULL,
    variant_id uuid NOT NULL,
    product_title text NOT NULL,
    variant_title text NOT NULL,
    options jsonb NOT NULL DEFAULT '{}',
    sku text NOT NULL,
    slug text NOT NULL,
    image_key text,
    personalisation text NOT NULL DEFAULT '',
    fulfilment text NOT NULL DEFAULT 'ship' CHECK (fulfilment IN ('ship', 'pickup', 'digital')),
    tax_category text NOT NULL,
    tax_rate_bps integer NOT NULL,
    -- Where the rate is from: the marketplace's table, or an online service with its reference.
    tax_source text NOT NULL DEFAULT 'table',
    unit_amount bigint NOT NULL,
    gross_amount bigint NOT NULL,
    discount_amount bigint NOT NULL,
    promotion_amount bigint NOT NULL,
    net_amount bigint NOT NULL,
    tax_amount bigint NOT NULL,
    commission_rule_id uuid NOT NULL,
    commission_rule_version integer NOT NULL,
    commission_base_amount bigint NOT NULL,
    commission_rate_bps integer NOT NULL,
    commission_fixed_amount bigint NOT NULL,
    commission_amount bigint NOT NULL,
    commission_tax_amount bigint NOT NULL,
    currency char(3) NOT NULL,
    ordered integer NOT NULL CHECK (ordered BETWEEN 1 AND 999),
    cancelled integer NOT NULL DEFAULT 0,
    shipped integer NOT NULL DEFAULT 0,
    delivered integer NOT NULL DEFAULT 0,
    returned integer NOT NULL DEFAULT 0,
    refunded integer NOT NULL DEFAULT 0,
    metadata jsonb NOT NULL DEFAULT '{}',
    PRIMARY KEY (seller_id, id),
    FOREIGN KEY (seller_id, seller_order_id) REFERENCES "order".seller_orders (seller_id, id),
    CONSTRAINT lines_ship_no_more_than_is_left CHECK (cancelled + shipped <= ordered),
    CONSTRAINT lines_deliver_no_more_than_shipped CHECK (delivered <= shipped),
    CONSTRAINT lines_return_no_more_than_delivered CHECK (returned <= delivered),
    CONSTRAINT lines_refund_no_more_than_ordered CHECK (refunded <= ordered),
    CONSTRAINT order_lines_numbers_are_never_negative CHECK (least(tax_rate_bps, unit_amount, gross_amount,
        discount_amount, promotion_amount, net_amount, tax_amount, commission_amount, commission_tax_amount) >= 0),
    CONSTRAINT order_lines_quantities_are_never_negative CHECK (least(cancelled, shipped, delivered, returned,
        refunded) >= 0)
);
CREATE INDEX order_lines_seller_order ON "order".order_lines (seller_id, seller_order_id, position);

CREATE TABLE "order".history (
    seller_id bigint NOT NULL,
    id uuid NOT NULL,
    seller_order_id uuid NOT NULL,
    from_status text NOT NULL,
    to_status text NOT NULL,
    actor text NOT NULL,
    reason text NOT NULL DEFAULT '',
    at timestamptz NOT NULL,
    PRIMARY KEY (seller_id, id),
    FOREIGN KEY (seller_id, seller_order_id) REFERENCES "order".seller_orders (seller_id, id)
);
CREATE INDEX history_seller_order ON "order".history (seller_id, seller_order_id, at);

-- A parcel with the state `label_created` is packed: its units are set aside, and count as shipped once it has left.
CREATE TABLE "order".shipments (
    seller_id bigint NOT NULL,
    id uuid NOT NULL,
    seller_order_id uuid NOT NULL,
    carrier text NOT NULL,
    tracking_number text NOT NULL DEFAULT '',
    state text NOT NULL DEFAULT 'in_transit' CHECK (state IN (
        'label_created', 'in_transit', 'out_for_delivery', 'delivered', 'exception', 'returned', 'lost')),
    created_at timestamptz NOT NULL,
    shipped_at timestamptz CHECK ((shipped_at IS NULL) = (state = 'label_created')),
    delivered_at timestamptz,
    version bigint NOT NULL DEFAULT 1,
    PRIMARY KEY (seller_id, id),
    FOREIGN KEY (seller_id, seller_order_id) REFERENCES "order".seller_orders (seller_id, id)
);
CREATE INDEX shipments_seller_order ON "order".shipments (seller_id, seller_order_id, created_at);
-- A second click on "ship" finds the parcel of the first.
CREATE UNIQUE INDEX shipments_tracking_number ON "order".shipments (seller_id, seller_order_id, carrier, tracking_number)
    WHERE tracking_number <> '';

CREATE TABLE "order".shipment_lines (
    seller_id bigint NOT NULL,
    shipment_id uuid NOT NULL,
    line_id uuid NOT NULL,
    quantity integer NOT NULL CHECK (quantity >= 1),
    PRIMARY KEY (seller_id, shipment_id, line_id),
    FOREIGN KEY (seller_id, shipment_id) REFERENCES "order".shipments (seller_id, id),
    FOREIGN KEY (seller_id, line_id) REFERENCES "order".order_lines (seller_id, id)
);
