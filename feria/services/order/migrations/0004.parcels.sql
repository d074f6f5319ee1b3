-- Labels bought of carriers, what carriers say of parcels, and how and from where a shop packs.

CREATE DOMAIN "order".label_state AS text CHECK (VALUE IN (
    'requested', 'bought', 'failed', 'void_requested', 'voided', 'void_refused'));

-- One row for each time that a label was asked for: written before the carrier is, so that none is ever bought twice or
-- forgotten. The parcel is there from the same moment; it is gone once the label failed or was voided. A label is that of
-- a parcel to the buyer, or that of a return, which has one that counts at a time.
CREATE TABLE "order".labels (
    seller_id bigint NOT NULL,
    id uuid NOT NULL,
    seller_order_id uuid NOT NULL,
    shipment_id uuid,
    return_id uuid,
    carrier text NOT NULL CHECK (carrier IN ('ups', 'fedex')),
    service text NOT NULL,
    form text NOT NULL CHECK (form IN ('pdf', 'zpl')),
    -- What the carrier is told, as it was when the label was asked for.
    consignment jsonb NOT NULL,
    state "order".label_state NOT NULL DEFAULT 'requested',
    tracking_number text NOT NULL DEFAULT '',
    file_key text NOT NULL DEFAULT '',
    -- As the shop was shown it, then as the carrier said.
    price_amount bigint NOT NULL CHECK (price_amount >= 0),
    currency char(3) NOT NULL,
    reason text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL,
    next_try_at timestamptz NOT NULL,
    tries integer NOT NULL DEFAULT 0,
    bought_at timestamptz,
    ended_at timestamptz,
    PRIMARY KEY (seller_id, id),
    UNIQUE (seller_id, shipment_id),
    FOREIGN KEY (seller_id, seller_order_id) REFERENCES "order".seller_orders (seller_id, id),
    FOREIGN KEY (seller_id, return_id) REFERENCES "order".returns (seller_id, id),
    CHECK (num_nonnulls(shipment_id, return_id) = 1),
    CHECK (state IN ('requested', 'failed') OR tracking_number <> '')
);
CREATE UNIQUE INDEX labels_return ON "order".labels (seller_id, return_id)
    WHERE state IN ('requested', 'bought', 'void_requested');
CREATE INDEX labels_seller_order ON "order".labels (seller_id, seller_order_id, created_at);
CREATE INDEX labels_under_way ON "order".labels (next_try_at) WHERE state IN ('requested', 'void_requested');

-- What a carrier said, or we of ourselves: the same thing said again is no second row.
CREATE TABLE "order".parcel_events (
    seller_id bigint NOT NULL,
    id uuid NOT NULL,
    shipment_id uuid NOT NULL,
    at timestamptz NOT NULL,
    state text NOT NULL CHECK (state IN (
        'label_created', 'in_transit', 'out_for_delivery', 'delivered', 'exception', 'returned', 'lost')),
    code text NOT NULL,
    words text NOT NULL,
    place text NOT NULL,
    received_at timestamptz NOT NULL,
    PRIMARY KEY (seller_id, id),
    UNIQUE (seller_id, shipment_id, at, state, code),
    FOREIGN KEY (seller_id, shipment_id) REFERENCES "order".shipments (seller_id, id)
);

-- The same of parcels that come back.
CREATE TABLE "order".return_events (
    seller_id bigint NOT NULL,
    id uuid NOT NULL,
    return_id uuid NOT NULL,
    at timestamptz NOT NULL,
    state text NOT NULL CHECK (state IN (
        'label_created', 'in_transit', 'out_for_delivery', 'delivered', 'exception', 'returned', 'lost')),
    code text NOT NULL,
    words text NOT NULL,
    place text NOT NULL,
    received_at timestamptz NOT NULL,
    PRIMARY KEY (seller_id, id),
    UNIQUE (seller_id, return_id, at, state, code),
    FOREIGN KEY (seller_id, return_id) REFERENCES "order".returns (seller_id, id)
);

-- Directory table: carriers know parcels by their number alone, and poll in the order of `poll_at` goes over all shops.
-- Two shops may have entered the same number by hand. `parcel_id` is that of a shipment, or of the return that comes back.
CREATE TABLE "order".tracked_parcels (
    carrier text NOT NULL,
    tracking_number text NOT NULL,
    seller_id bigint NOT NULL,
    parcel_id uuid NOT NULL,
    is_return boolean NOT NULL DEFAULT false,
    poll_at timestamptz, -- null: nothing more is expected
    unchanged integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (carrier, tracking_number, seller_id, parcel_id)
);
CREATE INDEX tracked_parcels_due ON "order".tracked_parcels (carrier, poll_at) WHERE poll_at IS NOT NULL;

-- Boxes that a shop uses again and again; outer measures in millimetres, its own weight in grams.
CREATE TABLE "order".package_presets (
    seller_id bigint NOT NULL,
    id uuid NOT NULL,
    name text NOT NULL,
    length_mm integer NOT NULL CHECK (length_mm BETWEEN 1 AND 3000),
    width_mm integer NOT NULL CHECK (width_mm BETWEEN 1 AND 3000),
    height_mm integer NOT NULL CHECK (height_mm BETWEEN 1 AND 3000),
    weight_grams integer NOT NULL CHECK (weight_grams BETWEEN 0 AND 70000),
    created_at timestamptz NOT NULL,
    PRIMARY KEY (seller_id, id)
);

-- Where a shop's parcels start.
CREATE TABLE "order".ship_from (
    seller_id bigint PRIMARY KEY,
    address jsonb NOT NULL,
    -- Whether a label is bought by itself for returns that the shop has to answer for; they come to the same address.
    labels_returns boolean NOT NULL DEFAULT false,
    updated_at timestamptz NOT NULL
);

-- The books of the built-in fake carriers, as if they were far away. On the coordinator.
CREATE TABLE "order".fake_parcels (
    carrier text NOT NULL,
    tracking_number text NOT NULL,
    reference text NOT NULL,
    form text NOT NULL,
    from_town text NOT NULL,
    from_country text NOT NULL,
    to_town text NOT NULL,
    to_country text NOT NULL,
    outcome text NOT NULL CHECK (outcome IN ('delivered', 'exception', 'returned', 'lost')),
    made_at timestamptz NOT NULL,
    voided_at timestamptz,
    PRIMARY KEY (carrier, tracking_number)
);
CREATE INDEX fake_parcels_reference ON "order".fake_parcels (carrier, reference);
