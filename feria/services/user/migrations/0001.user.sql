-- Accounts with their sessions, sellers with their members, and the marketplace's own settings.
-- Accounts, sessions and what hangs on them stay on the coordinator; sellers is a reference table.

-- Numbers accounts, guests and sellers alike. Numbers below 1000 are for data with fixed ids (the demo).
CREATE SEQUENCE "user".owner_numbers AS bigint START WITH 1000 MAXVALUE 1099511627775;

CREATE TABLE "user".accounts (
    id bigint PRIMARY KEY,
    email text NOT NULL,
    email_key text NOT NULL UNIQUE, -- NFKC, lower case
    email_verified_at timestamptz,
    password_hash text,
    name text NOT NULL,
    phone text NOT NULL DEFAULT '',
    locale text NOT NULL DEFAULT 'en',
    disabled_at timestamptz,
    version bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);

-- A directory of guests' shopper numbers that an account has claimed; its own number needs no row.
CREATE TABLE "user".account_shoppers (
    shopper_id bigint PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES "user".accounts (id),
    linked_at timestamptz NOT NULL
);
CREATE INDEX account_shoppers_account ON "user".account_shoppers (account_id);

CREATE TABLE "user".sessions (
    id uuid PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES "user".accounts (id),
    user_agent text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL,
    used_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    ended_at timestamptz,
    end_reason text NOT NULL DEFAULT ''
);
CREATE INDEX sessions_account ON "user".sessions (account_id) WHERE ended_at IS NULL;
CREATE INDEX sessions_age ON "user".sessions (expires_at);

-- What a person keeps for orders to come. On the coordinator, with the account; one is the default.
CREATE TABLE "user".addresses (
    id uuid PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES "user".accounts (id),
    name text NOT NULL,
    company text NOT NULL,
    vat_id text NOT NULL,
    line1 text NOT NULL,
    line2 text NOT NULL,
    city text NOT NULL,
    region text NOT NULL,
    postal_code text NOT NULL,
    country char(2) NOT NULL,
    phone text NOT NULL,
    is_default boolean NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);
CREATE INDEX addresses_account ON "user".addresses (account_id, created_at);
CREATE UNIQUE INDEX addresses_default ON "user".addresses (account_id) WHERE is_default;

-- The tokens of a session are a chain: each is used once and then followed by the next.
CREATE TABLE "user".refresh_tokens (
    token_hash bytea PRIMARY KEY,
    session_id uuid NOT NULL REFERENCES "user".sessions (id) ON DELETE CASCADE,
    created_at timestamptz NOT NULL,
    used_at timestamptz
);
CREATE INDEX refresh_tokens_session ON "user".refresh_tokens (session_id);

-- The token in the mail is derived from the id with the secret, and is stored nowhere.
CREATE TABLE "user".password_resets (
    id uuid PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES "user".accounts (id),
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz
);
CREATE INDEX password_resets_account ON "user".password_resets (account_id, created_at);

-- Attempts since the last success, per address (hashed: it may belong to nobody) and client.
CREATE TABLE "user".sign_in_failures (
    address_hash bytea NOT NULL,
    client text NOT NULL,
    attempts integer NOT NULL,
    window_ends_at timestamptz NOT NULL,
    PRIMARY KEY (address_hash, client)
);
CREATE INDEX sign_in_failures_age ON "user".sign_in_failures (window_ends_at);

CREATE TABLE "user".operator_roles (
    account_id bigint NOT NULL REFERENCES "user".accounts (id),
    role text NOT NULL CHECK (role IN ('admin', 'support', 'finance', 'moderator')),
    granted_at timestamptz NOT NULL,
    PRIMARY KEY (account_id, role)
);

CREATE TABLE "user".sellers (
    id bigint PRIMARY KEY,
    slug text NOT NULL UNIQUE,
    name text NOT NULL,
    country char(2) NOT NULL,
    town text NOT NULL DEFAULT '',
    story text NOT NULL DEFAULT '',
    stall_hue integer NOT NULL CHECK (stall_hue BETWEEN 0 AND 359),
    status text NOT NULL CHECK (
        status IN ('applied', 'onboarding', 'in_review', 'active', 'suspended', 'closed', 'rejected')
    ),
    time_zone text NOT NULL DEFAULT 'UTC',
    locale text NOT NULL DEFAULT 'en',
    vat_id text NOT NULL DEFAULT '',
    company text NOT NULL DEFAULT '',
    legal_address jsonb NOT NULL DEFAULT '{}', -- where the company sits, as invoices say it
    auto_accept boolean NOT NULL DEFAULT true,
    logo_key text NOT NULL DEFAULT '', -- names the file; a new picture has a new key
    banner_key text NOT NULL DEFAULT '',
    returns_days integer NOT NULL DEFAULT 14 CHECK (returns_days BETWEEN 14 AND 365),
    returns_policy text NOT NULL DEFAULT '',
    shipping_policy text NOT NULL DEFAULT '',
    -- When the shop works, in its own time zone: weekdays (1 is Monday), single closed days, and the hour from which an
    -- order counts as one of the next working day (24: never).
    working_days integer[] NOT NULL DEFAULT '{1,2,3,4,5}'
        CHECK (cardinality(working_days) > 0 AND working_days <@ '{1,2,3,4,5,6,7}'),
    closed_on date[] NOT NULL DEFAULT '{}' CHECK (cardinality(closed_on) <= 366),
    cut_off_hour integer NOT NULL DEFAULT 24 CHECK (cut_off_hour BETWEEN 1 AND 24),
    product_count integer NOT NULL DEFAULT 0, -- on sale, counted by events of the product service
    rating_sum bigint NOT NULL DEFAULT 0, -- stars of the visible reviews and how many these are, likewise
    review_count integer NOT NULL DEFAULT 0,
    metadata jsonb NOT NULL DEFAULT '{}',
    version bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);
CREATE INDEX sellers_status ON "user".sellers (status, id);

CREATE TABLE "user".seller_history (
    seller_id bigint NOT NULL REFERENCES "user".sellers (id),
    id uuid NOT NULL,
    from_status text,
    to_status text NOT NULL,
    actor text NOT NULL,
    reason text NOT NULL DEFAULT '',
    at timestamptz NOT NULL,
    PRIMARY KEY (seller_id, id)
);

-- On the coordinator: found by account at every sign-in.
CREATE TABLE "user".members (
    seller_id bigint NOT NULL REFERENCES "user".sellers (id),
    account_id bigint NOT NULL REFERENCES "user".accounts (id),
    role text NOT NULL CHECK (role IN ('owner', 'manager', 'staff')),
    added_at timestamptz NOT NULL,
    PRIMARY KEY (seller_id, account_id)
);
CREATE INDEX members_account ON "user".members (account_id);

CREATE TABLE "user".markets (
    id text PRIMARY KEY,
    currency char(3) NOT NULL,
    countries text[] NOT NULL,
    tax_inclusive boolean NOT NULL,
    languages text[] NOT NULL,
    is_default boolean NOT NULL,
    metadata jsonb NOT NULL DEFAULT '{}'
);
CREATE UNIQUE INDEX markets_default ON "user".markets (is_default) WHERE is_default;

-- A way to ship to a market. The kind says which columns count: `amount` is the price, that of the first piece, or what a
-- live rate falls back to; steps and zones hold amounts of the same currency, in the shapes of `rules/shipping.py`.
CREATE TABLE "user".shipping_profiles (
    seller_id bigint NOT NULL REFERENCES "user".sellers (id),
    id uuid NOT NULL,
    market text NOT NULL REFERENCES "user".markets (id),
    position integer NOT NULL,
    name text NOT NULL,
    kind text NOT NULL CHECK (
        kind IN ('free', 'flat', 'additional', 'weight', 'value', 'zone', 'pickup', 'live')
    ),
    amount bigint NOT NULL CHECK (amount >= 0),
    additional_amount bigint NOT NULL DEFAULT 0 CHECK (additional_amount >= 0),
    weight_steps jsonb NOT NULL DEFAULT '[]',
    value_steps jsonb NOT NULL DEFAULT '[]',
    zones jsonb NOT NULL DEFAULT '[]',
    pickup jsonb,
    carrier text NOT NULL DEFAULT '',
    service text NOT NULL DEFAULT '',
    free_from_amount bigint CHECK (free_from_amount >= 0),
    currency char(3) NOT NULL,
    min_days integer NOT NULL CHECK (min_days >= 0),
    max_days integer NOT NULL CHECK (max_days >= min_days),
    PRIMARY KEY (seller_id, id),
    CHECK ((kind = 'weight') = (weight_steps <> '[]') AND (kind = 'value') = (value_steps <> '[]')),
    CHECK ((kind = 'zone') = (zones <> '[]') AND (kind = 'pickup') = (pickup IS NOT NULL)),
    CHECK ((kind = 'live') = (carrier <> ''))
);
CREATE INDEX shipping_profiles_market ON "user".shipping_profiles (seller_id, market, position);

-- One row.
CREATE TABLE "user".marketplace (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    name text NOT NULL,
    support_email text NOT NULL,
    accent_hue integer NOT NULL CHECK (accent_hue BETWEEN 0 AND 359),
    locale text NOT NULL,
    time_zone text NOT NULL,
    company text NOT NULL DEFAULT '', -- who issues commission invoices: name in the register, number, seat
    vat_id text NOT NULL DEFAULT '',
    legal_address jsonb NOT NULL DEFAULT '{}',
    logo_key text NOT NULL DEFAULT '',
    reviews_checked_first boolean NOT NULL DEFAULT false, -- nobody sees a review before the operator has
    -- Whose products the operator approves before they are on sale: nobody's, those of sellers of whom fewer than
    -- `approval_first` have been on sale, or everyone's.
    approval text NOT NULL DEFAULT 'nobody' CHECK (approval IN ('nobody', 'new_sellers', 'everyone')),
    approval_first integer NOT NULL DEFAULT 3 CHECK (approval_first BETWEEN 1 AND 1000),
    version bigint NOT NULL DEFAULT 1
);

CREATE TABLE "user".legal_pages (
    slug text PRIMARY KEY,
    title text NOT NULL,
    body text NOT NULL,
    position integer NOT NULL,
    version bigint NOT NULL DEFAULT 1,
    updated_at timestamptz -- null while it is the text that came with the software
);

INSERT INTO "user".markets (id, currency, countries, tax_inclusive, languages, is_default) VALUES
    ('eu', 'EUR',
     '{AT,BE,BG,CY,CZ,DE,DK,EE,ES,FI,FR,GR,HR,HU,IE,IT,LT,LU,LV,MT,NL,PL,PT,RO,SE,SI,SK}',
     true, '{en}', true);

INSERT INTO "user".marketplace (name, support_email, accent_hue, locale, time_zone) VALUES
    ('My marketplace', '', 345, 'en', 'UTC');

INSERT INTO "user".legal_pages (slug, title, body, position) VALUES
    ('imprint', 'Imprint',
     'The operator of this marketplace has not filled in this page yet. It has to name who runs the marketplace: company, address, register, representatives and a way to get in touch.', 1),
    ('terms', 'Terms',
     'The operator of this marketplace has not filled in this page yet. It has to hold the terms under which people buy and sell here.', 2),
    ('privacy', 'Privacy',
     'The operator of this marketplace has not filled in this page yet. It has to say which personal data is kept, why, for how long, who receives it, and which rights people have.', 3),
    ('cookies', 'Cookies',
     'The operator of this marketplace has not filled in this page yet. The software itself sets cookies for the sign-in and the cart only; whatever the operator adds has to be described here.', 4);
