-- What was sold, in 15-minute UTC buckets, so that every time zone's days can be summed from them.

CREATE TABLE analytics.sales (
    seller_id bigint NOT NULL,
    bucket timestamptz NOT NULL,
    currency char(3) NOT NULL,
    orders integer NOT NULL DEFAULT 0,
    units integer NOT NULL DEFAULT 0,
    revenue_amount bigint NOT NULL DEFAULT 0,    -- what buyers paid to this seller, shipping and tax included
    cancelled_units integer NOT NULL DEFAULT 0,
    cancelled_amount bigint NOT NULL DEFAULT 0,  -- what of it was cancelled later, noted where it was sold
    PRIMARY KEY (seller_id, bucket, currency)
);
CREATE INDEX sales_bucket ON analytics.sales (bucket);
