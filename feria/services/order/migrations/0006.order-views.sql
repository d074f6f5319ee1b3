-- Filters of a shop's list of orders that its members named and kept.
CREATE TABLE "order".order_views (
    seller_id bigint NOT NULL,
    id uuid NOT NULL,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
    filters jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (seller_id, id)
);
CREATE UNIQUE INDEX order_views_names ON "order".order_views (seller_id, lower(name));
