-- Carts of guests and accounts with their lines, the directory of guests' tokens, coupons with their uses, and the
-- dated tax rates.

-- One cart per shopper. Country, region and postal code are for quotes; an order brings its own address.
CREATE TABLE cart.carts (
    shopper_id bigint NOT NULL,
    id uuid NOT NULL,
    -- Null for a guest; else the account, whose own number is its shopper number.
    account_id bigint CHECK (account_id = shopper_id),
    market text NOT NULL,
    currency char(3) NOT NULL,
    country text NOT NULL DEFAULT '',
    region text NOT NULL DEFAULT '',
    postal_code text NOT NULL DEFAULT '',
    -- A business buyer's, as typed.
    company text NOT NULL DEFAULT '',
    vat_id text NOT NULL DEFAULT '',
    -- The chosen shipping profile by seller's number.
    shipping jsonb NOT NULL DEFAULT '{}',
    -- What is written to go with a seller's parcel, by seller's number.
    gift_notes jsonb NOT NULL DEFAULT '{}',
    -- What carriers have told by shipping profile: amount, currency, for what and where to, and until when it counts.
    live_rates jsonb NOT NULL DEFAULT '{}',
    -- What an online tax service has told by seller's number: rates, for where to, on which day, and its reference.
    told_taxes jsonb NOT NULL DEFAULT '{}',
    -- The codes that were entered, each of another owner.
    coupons text[] NOT NULL DEFAULT '{}',
    -- Counts every change of what would be ordered.
    version bigint NOT NULL DEFAULT 1,
    -- The open order this cart is tied to, the version that was ordered (null when it differs from what lies here,
    -- after a merge), and the ordered quantity by variant, which that order holds in stock for this shopper.
    open_order_id uuid,
    ordered_version bigint,
    ordered jsonb NOT NULL DEFAULT '{}',
    -- The version that was told to be left lying, so that each is told once.
    abandoned_version bigint,
    -- The account's cart that took over this guest's lines; the row stays for an order that is still open.
    merged_into bigint CHECK (merged_into IS NULL OR account_id IS NULL),
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (shopper_id, id),
    UNIQUE (shopper_id),
    CHECK (open_order_id IS NOT NULL OR (ordered_version IS NULL AND ordered = '{}'))
) WITH (fillfactor = 70);
-- With room in its page and no index but this summary over `updated_at`, a change of a cart touches no index.
CREATE INDEX carts_age ON cart.carts USING brin (updated_at) WITH (pages_per_range = 32);

-- Directory: the SHA-256 of a guest's token leads to the shopper. The token itself is not stored.
CREATE TABLE cart.cart_tokens (
    token_hash bytea PRIMARY KEY CHECK (length(token_hash) = 32),
    shopper_id bigint NOT NULL,
    cart_id uuid NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX cart_tokens_shopper ON cart.cart_tokens (shopper_id);

-- A line is a variant with the buyer's text, where the product takes one. The seller's number is in the variant's id.
CREATE TABLE cart.cart_items (
    shopper_id bigint NOT NULL,
    cart_id uuid NOT NULL,
    id uuid NOT NULL,
    variant_id uuid NOT NULL,
    personalisation text NOT NULL DEFAULT '',
    quantity integer NOT NULL CHECK (quantity BETWEEN 1 AND 999),
    -- The unit price that the shopper was last told, and the title for the case that the product is gone.
    seen_amount bigint NOT NULL CHECK (seen_amount >= 0),
    currency char(3) NOT NULL,
    seen_title text NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (shopper_id, id),
    UNIQUE (shopper_id, cart_id, variant_id, personalisation),
    FOREIGN KEY (shopper_id, cart_id) REFERENCES cart.carts (shopper_id, id) ON DELETE CASCADE
);

-- What is kept for later, out of the cart and of all its sums; as many pieces as lay in the cart.
CREATE TABLE cart.saved_items (
    shopper_id bigint NOT NULL,
    id uuid NOT NULL,
    variant_id uuid NOT NULL,
    personalisation text NOT NULL DEFAULT '',
    quantity integer NOT NULL CHECK (quantity BETWEEN 1 AND 999),
    seen_amount bigint NOT NULL CHECK (seen_amount >= 0),
    currency char(3) NOT NULL,
    seen_title text NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (shopper_id, id),
    UNIQUE (shopper_id, variant_id, personalisation),
    FOREIGN KEY (shopper_id) REFERENCES cart.carts (shopper_id) ON DELETE CASCADE
);

-- Coupons of sellers, and under seller 0 those of the marketplace. Empty scopes hold everything; `currency` is that of
-- the three amounts, null without any. `used` and `used_amount` count the uses that hold: whoever uses one locks its row.
CREATE TABLE cart.coupons (
    seller_id bigint NOT NULL,
    id uuid NOT NULL,
    name text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('percent', 'fixed', 'free_shipping', 'buy_x_get_y')),
    percent_bps integer NOT NULL DEFAULT 0 CHECK (percent_bps BETWEEN 0 AND 10000),
    amount bigint NOT NULL DEFAULT 0,
    minimum_amount bigint NOT NULL DEFAULT 0,
    budget_amount bigint,
    currency char(3),
    buy_quantity integer NOT NULL DEFAULT 0,
    get_quantity integer NOT NULL DEFAULT 0,
    seller_ids bigint[] NOT NULL DEFAULT '{}',
    category_ids uuid[] NOT NULL DEFAULT '{}',
    product_ids uuid[] NOT NULL DEFAULT '{}',
    funded_by_seller_bps integer NOT NULL CHECK (funded_by_seller_bps BETWEEN 0 AND 10000),
    uses_max integer,
    uses_per_code_max integer,
    uses_per_customer_max integer,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz,
    paused boolean NOT NULL DEFAULT false,
    used integer NOT NULL DEFAULT 0,
    used_amount bigint NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    version integer NOT NULL DEFAULT 1,
    PRIMARY KEY (seller_id, id),
    CHECK (seller_id = 0 OR funded_by_seller_bps = 10000),
    CHECK (currency IS NOT NULL OR (amount = 0 AND minimum_amount = 0 AND budget_amount IS NULL)),
    CHECK (least(amount, minimum_amount, buy_quantity, get_quantity, used, used_amount) >= 0),
    CONSTRAINT coupons_keep_their_limits CHECK (used <= uses_max AND used_amount <= budget_amount)
);
CREATE INDEX coupons_newest ON cart.coupons (seller_id, created_at DESC, id DESC);

-- Directory: a code leads to its coupon. One coupon may have many codes, each for one customer.
CREATE TABLE cart.coupon_codes (
    code text PRIMARY KEY CHECK (code ~ '^[A-Z0-9-]{3,40}$'),
    seller_id bigint NOT NULL,
    coupon_id uuid NOT NULL,
    created_at timestamptz NOT NULL,
    FOREIGN KEY (seller_id, coupon_id) REFERENCES cart.coupons (seller_id, id)
);
CREATE INDEX coupon_codes_coupon ON cart.coupon_codes (seller_id, coupon_id, code);

-- Which order used a coupon, by which code, and for how much of which the marketplace pays `promotion_amount`. An order
-- that ends unpaid gives its use back; one whose money comes late takes it again. `customers` are account and e-mail.
-- `number` is what the coupon's owner calls the order: a shop its own part, which `seller_order_id` names, too.
CREATE TABLE cart.coupon_uses (
    seller_id bigint NOT NULL,
    coupon_id uuid NOT NULL,
    order_id uuid NOT NULL,
    number text NOT NULL,
    seller_order_id uuid,
    code text NOT NULL,
    customers text[] NOT NULL,
    amount bigint NOT NULL CHECK (amount >= 0),
    promotion_amount bigint NOT NULL CHECK (promotion_amount BETWEEN 0 AND amount),
    currency char(3) NOT NULL,
    held boolean NOT NULL DEFAULT true,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (seller_id, coupon_id, order_id),
    FOREIGN KEY (seller_id, coupon_id) REFERENCES cart.coupons (seller_id, id)
);
CREATE INDEX coupon_uses_order ON cart.coupon_uses (order_id);
CREATE INDEX coupon_uses_code ON cart.coupon_uses (seller_id, coupon_id, code);
CREATE INDEX coupon_uses_customers ON cart.coupon_uses USING gin (customers);

-- Reference table: rates by destination and tax category; the newest `valid_from` that has come counts. A category
-- without a row takes the country's standard rate, so where only some goods of a category are reduced (food in BG, DK,
-- EE, HR, HU, LT, LV; books in DK) there is none. The operator answers for the rates; `source` says where each is from.
CREATE TABLE cart.tax_rates (
    country text NOT NULL CHECK (country ~ '^[A-Z]{2}$'),
    region text NOT NULL DEFAULT '',
    tax_category text NOT NULL,
    valid_from date NOT NULL,
    rate_bps integer NOT NULL CHECK (rate_bps BETWEEN 0 AND 10000),
    source text NOT NULL,
    PRIMARY KEY (country, region, tax_category, valid_from)
);

INSERT INTO cart.tax_rates (country, tax_category, valid_from, rate_bps, source) VALUES
    ('AT', 'standard', '2025-01-01', 2000, 'European Commission, Taxes in Europe Database'),
    ('BE', 'standard', '2025-01-01', 2100, 'European Commission, Taxes in Europe Database'),
    ('BG', 'standard', '2025-01-01', 2000, 'European Commission, Taxes in Europe Database'),
    ('CY', 'standard', '2025-01-01', 1900, 'European Commission, Taxes in Europe Database'),
    ('CZ', 'standard', '2025-01-01', 2100, 'European Commission, Taxes in Europe Database'),
    ('DE', 'standard', '2025-01-01', 1900, 'European Commission, Taxes in Europe Database'),
    ('DK', 'standard', '2025-01-01', 2500, 'European Commission, Taxes in Europe Database'),
    ('EE', 'standard', '2025-01-01', 2200, 'European Commission, Taxes in Europe Database'),
    ('ES', 'standard', '2025-01-01', 2100, 'European Commission, Taxes in Europe Database'),
    ('FI', 'standard', '2025-01-01', 2550, 'European Commission, Taxes in Europe Database'),
    ('FR', 'standard', '2025-01-01', 2000, 'European Commission, Taxes in Europe Database'),
    ('GR', 'standard', '2025-01-01', 2400, 'European Commission, Taxes in Europe Database'),
    ('HR', 'standard', '2025-01-01', 2500, 'European Commission, Taxes in Europe Database'),
    ('HU', 'standard', '2025-01-01', 2700, 'European Commission, Taxes in Europe Database'),
    ('IE', 'standard', '2025-01-01', 2300, 'European Commission, Taxes in Europe Database'),
    ('IT', 'standard', '2025-01-01', 2200, 'European Commission, Taxes in Europe Database'),
    ('LT', 'standard', '2025-01-01', 2100, 'European Commission, Taxes in Europe Database'),
    ('LU', 'standard', '2025-01-01', 1700, 'European Commission, Taxes in Europe Database'),
    ('LV', 'standard', '2025-01-01', 2100, 'European Commission, Taxes in Europe Database'),
    ('MT', 'standard', '2025-01-01', 1800, 'European Commission, Taxes in Europe Database'),
    ('NL', 'standard', '2025-01-01', 2100, 'European Commission, Taxes in Europe Database'),
    ('PL', 'standard', '2025-01-01', 2300, 'European Commission, Taxes in Europe Database'),
    ('PT', 'standard', '2025-01-01', 2300, 'European Commission, Taxes in Europe Database'),
    ('RO', 'standard', '2025-01-01', 1900, 'European Commission, Taxes in Europe Database'),
    ('SE', 'standard', '2025-01-01', 2500, 'European Commission, Taxes in Europe Database'),
    ('SI', 'standard', '2025-01-01', 2200, 'European Commission, Taxes in Europe Database'),
    ('SK', 'standard', '2025-01-01', 2300, 'European Commission, Taxes in Europe Database'),
    ('EE', 'standard', '2025-07-01', 2400, 'Estonia: Value-Added Tax Act as amended by the Security Tax Act'),
    ('RO', 'standard', '2025-08-01', 2100, 'Romania: Law 141/2025'),
    ('AT', 'books', '2025-01-01', 1000, 'European Commission, Taxes in Europe Database'),
    ('BE', 'books', '2025-01-01', 600, 'European Commission, Taxes in Europe Database'),
    ('BG', 'books', '2025-01-01', 900, 'European Commission, Taxes in Europe Database'),
    ('CY', 'books', '2025-01-01', 300, 'European Commission, Taxes in Europe Database'),
    ('CZ', 'books', '2025-01-01', 0, 'European Commission, Taxes in Europe Database'),
    ('DE', 'books', '2025-01-01', 700, 'European Commission, Taxes in Europe Database'),
    ('EE', 'books', '2025-01-01', 900, 'European Commission, Taxes in Europe Database'),
    ('ES', 'books', '2025-01-01', 400, 'European Commission, Taxes in Europe Database'),
    ('FI', 'books', '2025-01-01', 1400, 'European Commission, Taxes in Europe Database'),
    ('FR', 'books', '2025-01-01', 550, 'European Commission, Taxes in Europe Database'),
    ('GR', 'books', '2025-01-01', 600, 'European Commission, Taxes in Europe Database'),
    ('HR', 'books', '2025-01-01', 500, 'European Commission, Taxes in Europe Database'),
    ('HU', 'books', '2025-01-01', 500, 'European Commission, Taxes in Europe Database'),
    ('IE', 'books', '2025-01-01', 0, 'European Commission, Taxes in Europe Database'),
    ('IT', 'books', '2025-01-01', 400, 'European Commission, Taxes in Europe Database'),
    ('LT', 'books', '2025-01-01', 900, 'European Commission, Taxes in Europe Database'),
    ('LU', 'books', '2025-01-01', 300, 'European Commission, Taxes in Europe Database'),
    ('LV', 'books', '2025-01-01', 500, 'European Commission, Taxes in Europe Database'),
    ('MT', 'books', '2025-01-01', 500, 'European Commission, Taxes in Europe Database'),
    ('NL', 'books', '2025-01-01', 900, 'European Commission, Taxes in Europe Database'),
    ('PL', 'books', '2025-01-01', 500, 'European Commission, Taxes in Europe Database'),
    ('PT', 'books', '2025-01-01', 600, 'European Commission, Taxes in Europe Database'),
    ('RO', 'books', '2025-01-01', 500, 'European Commission, Taxes in Europe Database'),
    ('SE', 'books', '2025-01-01', 600, 'European Commission, Taxes in Europe Database'),
    ('SI', 'books', '2025-01-01', 500, 'European Commission, Taxes in Europe Database'),
    ('SK', 'books', '2025-01-01', 500, 'European Commission, Taxes in Europe Database'),
    ('RO', 'books', '2025-08-01', 1100, 'Romania: Law 141/2025'),
    ('LT', 'books', '2026-01-01', 500, 'Lithuania: amendment of the Law on Value Added Tax of June 2025'),
    ('FI', 'books', '2026-01-01', 1350, 'Finland: Value Added Tax Act, reduced rate from 2026'),
    ('AT', 'food', '2025-01-01', 1000, 'European Commission, Taxes in Europe Database'),
    ('BE', 'food', '2025-01-01', 600, 'European Commission, Taxes in Europe Database'),
    ('CY', 'food', '2025-01-01', 500, 'European Commission, Taxes in Europe Database'),
    ('CZ', 'food', '2025-01-01', 1200, 'European Commission, Taxes in Europe Database'),
    ('DE', 'food', '2025-01-01', 700, 'European Commission, Taxes in Europe Database'),
    ('ES', 'food', '2025-01-01', 1000, 'European Commission, Taxes in Europe Database'),
    ('FI', 'food', '2025-01-01', 1400, 'European Commission, Taxes in Europe Database'),
    ('FR', 'food', '2025-01-01', 550, 'European Commission, Taxes in Europe Database'),
    ('GR', 'food', '2025-01-01', 1300, 'European Commission, Taxes in Europe Database'),
    ('IE', 'food', '2025-01-01', 0, 'European Commission, Taxes in Europe Database'),
    ('IT', 'food', '2025-01-01', 1000, 'European Commission, Taxes in Europe Database'),
    ('LU', 'food', '2025-01-01', 300, 'European Commission, Taxes in Europe Database'),
    ('MT', 'food', '2025-01-01', 0, 'European Commission, Taxes in Europe Database'),
    ('NL', 'food', '2025-01-01', 900, 'European Commission, Taxes in Europe Database'),
    ('PL', 'food', '2025-01-01', 500, 'European Commission, Taxes in Europe Database'),
    ('PT', 'food', '2025-01-01', 600, 'European Commission, Taxes in Europe Database'),
    ('RO', 'food', '2025-01-01', 900, 'European Commission, Taxes in Europe Database'),
    ('SE', 'food', '2025-01-01', 1200, 'European Commission, Taxes in Europe Database'),
    ('SI', 'food', '2025-01-01', 950, 'European Commission, Taxes in Europe Database'),
    ('SK', 'food', '2025-01-01', 500, 'European Commission, Taxes in Europe Database'),
    ('RO', 'food', '2025-08-01', 1100, 'Romania: Law 141/2025'),
    ('FI', 'food', '2026-01-01', 1350, 'Finland: Value Added Tax Act, reduced rate from 2026'),
    ('SE', 'food', '2026-04-01', 600, 'Sweden: temporary rate on food, April 2026 to December 2027'),
    ('SE', 'food', '2028-01-01', 1200, 'Sweden: end of the temporary rate on food');
