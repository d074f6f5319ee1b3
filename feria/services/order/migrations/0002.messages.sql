-- What was changed about a seller order beside its status, and what buyers and sellers write to each other.

-- `detail` says what it was and what it became; the history's steps are in `history`.
CREATE TABLE "order".changes (
    seller_id bigint NOT NULL,
    id uuid NOT NULL,
    seller_order_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('address_changed', 'units_cancelled')),
    actor text NOT NULL,
    reason text NOT NULL DEFAULT '',
    detail jsonb NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (seller_id, id),
    FOREIGN KEY (seller_id, seller_order_id) REFERENCES "order".seller_orders (seller_id, id)
);
CREATE INDEX changes_seller_order ON "order".changes (seller_id, seller_order_id, at);

-- What a buyer and a shop write to each other about a seller order, a product or the shop itself: one thread for each.
-- `unread` counts what the other side has written since a side last looked. Addresses of mails follow the order or account.
CREATE TABLE "order".threads (
    seller_id bigint NOT NULL,
    id uuid NOT NULL,
    shopper_id bigint NOT NULL,
    account_id bigint,
    kind text NOT NULL CHECK (kind IN ('order', 'product', 'shop')),
    subject_id uuid,
    order_id uuid,
    title text NOT NULL,
    buyer_name text NOT NULL,
    messages integer NOT NULL DEFAULT 0,
    buyer_unread integer NOT NULL DEFAULT 0,
    seller_unread integer NOT NULL DEFAULT 0,
    last_at timestamptz NOT NULL,
    last_by text NOT NULL DEFAULT '',
    last_text text NOT NULL DEFAULT '',
    reported boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (seller_id, id),
    UNIQUE NULLS NOT DISTINCT (seller_id, shopper_id, kind, subject_id),
    CHECK ((kind = 'shop') = (subject_id IS NULL) AND (kind = 'order') = (order_id IS NOT NULL)),
    CHECK (account_id IS NOT NULL OR order_id IS NOT NULL),
    CHECK (messages >= 0 AND buyer_unread BETWEEN 0 AND messages AND seller_unread BETWEEN 0 AND messages)
);
CREATE INDEX threads_newest ON "order".threads (seller_id, last_at DESC, id DESC);
CREATE INDEX threads_of_shopper ON "order".threads (shopper_id, last_at DESC, id DESC);
CREATE INDEX threads_of_order ON "order".threads (order_id) WHERE order_id IS NOT NULL;
CREATE INDEX threads_reported ON "order".threads (last_at DESC, id DESC) WHERE reported;

-- `picture_key` is the secret name of a picture that was drawn anew from what was sent.
CREATE TABLE "order".messages (
    seller_id bigint NOT NULL,
    id uuid NOT NULL,
    thread_id uuid NOT NULL,
    author text NOT NULL CHECK (author IN ('buyer', 'seller', 'operator')),
    account_id bigint,
    text text NOT NULL,
    picture_key text,
    picture_width integer,
    picture_height integer,
    created_at timestamptz NOT NULL,
    reported_by text,
    report_reason text NOT NULL DEFAULT '',
    PRIMARY KEY (seller_id, id),
    FOREIGN KEY (seller_id, thread_id) REFERENCES "order".threads (seller_id, id),
    CHECK (text <> '' OR picture_key IS NOT NULL),
    CHECK ((picture_key IS NULL) = (picture_width IS NULL) AND (picture_key IS NULL) = (picture_height IS NULL))
);
CREATE INDEX messages_of_thread ON "order".messages (seller_id, thread_id, id DESC);
