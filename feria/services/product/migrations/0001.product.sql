-- The catalogue, its stock, images and imports. Seller tables are keyed (seller_id, id), ready to be sharded by seller.
-- In tables that others refer to, no second index over all rows begins with seller_id: before the first ANALYZE the
-- checks of foreign keys would choose it and read every row of the seller (measured: 6,000 products took ten minutes).

-- Reference table. `lineage` holds the ids of all ancestors and its own, root first, so that no query has to recurse.
CREATE TABLE product.categories (
    id uuid PRIMARY KEY,
    parent_id uuid REFERENCES product.categories (id),
    lineage uuid[] NOT NULL,
    slug text NOT NULL,
    path text NOT NULL UNIQUE,
    name text NOT NULL,
    description text NOT NULL DEFAULT '',
    position integer NOT NULL DEFAULT 0,
    picture_id uuid UNIQUE, -- without one the picture of what sells best in it is shown
    picture_width integer NOT NULL DEFAULT 0,
    picture_height integer NOT NULL DEFAULT 0,
    placeholder text NOT NULL DEFAULT '',
    page_title text NOT NULL DEFAULT '', -- for search engines; empty: the name, and the description
    page_description text NOT NULL DEFAULT '',
    intro text NOT NULL DEFAULT '', -- simple HTML above the things; empty: the description
    version bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CHECK (cardinality(lineage) BETWEEN 1 AND 6)
);
CREATE INDEX categories_parent ON product.categories (parent_id);
CREATE INDEX categories_lineage ON product.categories USING gin (lineage);

-- Reference table. Where categories were before they were moved, renamed or merged: links there lead on.
CREATE TABLE product.former_category_paths (
    path text PRIMARY KEY,
    category_id uuid NOT NULL REFERENCES product.categories (id) ON DELETE CASCADE
);

-- Reference table. What products of a category and its descendants fill in.
CREATE TABLE product.category_attributes (
    category_id uuid NOT NULL REFERENCES product.categories (id) ON DELETE CASCADE,
    name text NOT NULL,
    label text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('text', 'number', 'choice', 'boolean', 'colour')),
    unit text NOT NULL DEFAULT '',
    choices text[] NOT NULL DEFAULT '{}',
    required boolean NOT NULL DEFAULT false,
    facet boolean NOT NULL DEFAULT true,
    position integer NOT NULL DEFAULT 0,
    PRIMARY KEY (category_id, name)
);

-- Numbers products in the search index, whose sort keys leave 32 bits for it.
CREATE SEQUENCE product.ordinals AS bigint MINVALUE 1 MAXVALUE 4294967295;

CREATE TABLE product.products (
    seller_id bigint NOT NULL,
    id uuid NOT NULL,
    ordinal bigint NOT NULL DEFAULT nextval('product.ordinals'),
    title text NOT NULL,
    slug text NOT NULL,
    locale text NOT NULL DEFAULT 'en',
    description text NOT NULL DEFAULT '',
    category_id uuid REFERENCES product.categories (id),
    brand text NOT NULL DEFAULT '',
    tags text[] NOT NULL DEFAULT '{}',
    attributes jsonb NOT NULL DEFAULT '{}',
    options jsonb NOT NULL DEFAULT '[]',
    status text NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'in_review', 'published', 'archived')),
    tax_category text NOT NULL DEFAULT 'standard',
    fulfilment text NOT NULL DEFAULT 'ship' CHECK (fulfilment IN ('ship', 'pickup', 'digital')),
    gtin text,
    item_group text,
    external_handle text,
    import_id uuid,
    max_per_order integer CHECK (max_per_order BETWEEN 1 AND 999),
    processing_days integer NOT NULL DEFAULT 2 CHECK (processing_days BETWEEN 0 AND 90),
    rating_sum bigint NOT NULL DEFAULT 0,
    review_count integer NOT NULL DEFAULT 0,
    units_sold bigint NOT NULL DEFAULT 0,
    metadata jsonb NOT NULL DEFAULT '{}',
    version bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    published_at timestamptz,
    publish_at timestamptz, -- a draft goes on sale by itself then
    submitted_at timestamptz, -- since then it waits for the operator
    rejection text NOT NULL DEFAULT '', -- why he sent the draft back
    PRIMARY KEY (seller_id, id),
    UNIQUE (ordinal, seller_id),
    CHECK (publish_at IS NULL OR status = 'draft'),
    CHECK (rejection = '' OR status = 'draft'),
    CHECK ((status = 'in_review') = (submitted_at IS NOT NULL)),
    CHECK (status <> 'published' OR (published_at IS NOT NULL AND category_id IS NOT NULL))
);
CREATE UNIQUE INDEX products_handle ON product.products (seller_id, external_handle) WHERE external_handle IS NOT NULL;
CREATE INDEX products_import ON product.products (import_id, status, id) WHERE import_id IS NOT NULL;
CREATE INDEX products_category ON product.products (category_id, status);
CREATE INDEX products_published ON product.products (ordinal) WHERE status = 'published';
CREATE INDEX products_in_review ON product.products (submitted_at, id) WHERE status = 'in_review';
CREATE INDEX products_to_publish ON product.products (publish_at) WHERE publish_at IS NOT NULL;

-- What was changed, when and by whom: one row for each version after the first that somebody made by hand. `changes` are
-- [field, before, after] in words.
CREATE TABLE product.product_versions (
    seller_id bigint NOT NULL,
    product_id uuid NOT NULL,
    version bigint NOT NULL,
    kind text NOT NULL CHECK (kind IN (
        'changed', 'published', 'archived', 'scheduled', 'unscheduled', 'not_published', 'submitted', 'approved',
        'rejected', 'withdrawn')),
    changes jsonb NOT NULL DEFAULT '[]',
    actor text NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (seller_id, product_id, version),
    FOREIGN KEY (seller_id, product_id) REFERENCES product.products (seller_id, id)
);

-- Units of placed orders that `products.units_sold` does not count yet: only ever added, and folded in once a minute, so
-- that an order neither waits for a product's row nor makes its document anew.
CREATE TABLE product.sales_to_count (
    seller_id bigint NOT NULL,
    id uuid NOT NULL,
    product_id uuid NOT NULL,
    units bigint NOT NULL,
    PRIMARY KEY (seller_id, id)
);

CREATE TABLE product.product_translations (
    seller_id bigint NOT NULL,
    product_id uuid NOT NULL,
    locale text NOT NULL,
    title text NOT NULL,
    slug text NOT NULL,
    description text NOT NULL DEFAULT '',
    PRIMARY KEY (seller_id, product_id, locale),
    FOREIGN KEY (seller_id, product_id) REFERENCES product.products (seller_id, id)
);

-- `option_key` is the sorted JSON of the options; a variant taken off a product stays, inactive, for what refers to it.
CREATE TABLE product.variants (
    seller_id bigint NOT NULL,
    id uuid NOT NULL,
    product_id uuid NOT NULL,
    position integer NOT NULL DEFAULT 0,
    sku text NOT NULL,
    title text NOT NULL DEFAULT '',
    options jsonb NOT NULL DEFAULT '{}',
    option_key text NOT NULL DEFAULT '{}',
    gtin text,
    fulfilment text CHECK (fulfilment IN ('ship', 'pickup', 'digital')),
    weight_grams integer NOT NULL DEFAULT 0 CHECK (weight_grams >= 0),
    image_id uuid,
    active boolean NOT NULL DEFAULT true,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (seller_id, id),
    FOREIGN KEY (seller_id, product_id) REFERENCES product.products (seller_id, id)
);
CREATE UNIQUE INDEX variants_sku ON product.variants (seller_id, sku) WHERE active;
CREATE UNIQUE INDEX variants_options ON product.variants (seller_id, product_id, option_key) WHERE active;
CREATE INDEX variants_product ON product.variants (product_id, seller_id, position);

CREATE TABLE product.prices (
    seller_id bigint NOT NULL,
    variant_id uuid NOT NULL,
    market text NOT NULL,
    price_amount bigint NOT NULL CHECK (price_amount BETWEEN 0 AND 1000000000000),
    compare_at_amount bigint CHECK (compare_at_amount > price_amount),
    lowest_before_amount bigint, -- of the thirty days before the price was lowered to this one
    currency char(3) NOT NULL,
    metadata jsonb NOT NULL DEFAULT '{}',
    PRIMARY KEY (seller_id, variant_id, market),
    FOREIGN KEY (seller_id, variant_id) REFERENCES product.variants (seller_id, id)
);

-- Prices that were asked for something on sale, each until it was changed; see `prices.lowest_before_amount`.
CREATE TABLE product.former_prices (
    seller_id bigint NOT NULL,
    variant_id uuid NOT NULL,
    market text NOT NULL,
    until timestamptz NOT NULL,
    price_amount bigint NOT NULL,
    currency char(3) NOT NULL,
    PRIMARY KEY (seller_id, variant_id, market, until),
    FOREIGN KEY (seller_id, variant_id) REFERENCES product.variants (seller_id, id)
);

-- No index on the quantities and room in the pages, so that an update stays inside its page (HOT).
-- `version` counts changes of `on_hand` only: a reservation does not make a stock-taking stale.
CREATE TABLE product.stock (
    seller_id bigint NOT NULL,
    variant_id uuid NOT NULL,
    location_id bigint NOT NULL DEFAULT 0,
    product_id uuid NOT NULL,
    policy text NOT NULL DEFAULT 'tracked' CHECK (policy IN ('tracked', 'untracked', 'backorder')),
    on_hand integer NOT NULL DEFAULT 0,
    reserved integer NOT NULL DEFAULT 0 CHECK (reserved >= 0),
    version bigint NOT NULL DEFAULT 1,
    PRIMARY KEY (seller_id, variant_id, location_id),
    FOREIGN KEY (seller_id, variant_id) REFERENCES product.variants (seller_id, id),
    CONSTRAINT stock_never_below_zero CHECK (policy <> 'tracked' OR on_hand >= reserved)
) WITH (fillfactor = 70);

CREATE TABLE product.stock_movements (
    seller_id bigint NOT NULL,
    id bigint GENERATED ALWAYS AS IDENTITY,
    variant_id uuid NOT NULL,
    location_id bigint NOT NULL DEFAULT 0,
    on_hand_delta integer NOT NULL,
    reserved_delta integer NOT NULL,
    cause text NOT NULL,
    reference uuid,
    note text NOT NULL DEFAULT '',
    actor text NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (seller_id, id)
);
CREATE INDEX stock_movements_variant ON product.stock_movements (seller_id, variant_id, id);

-- The file as received lies under `original_key` and is never served; the job makes the renditions and sets `state`.
CREATE TABLE product.images (
    seller_id bigint NOT NULL,
    id uuid NOT NULL,
    product_id uuid NOT NULL,
    position integer NOT NULL,
    alt text NOT NULL DEFAULT '',
    state text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'ready', 'failed')),
    original_key text NOT NULL,
    key text NOT NULL,
    width integer NOT NULL,
    height integer NOT NULL,
    placeholder text NOT NULL DEFAULT '',
    attempts integer NOT NULL DEFAULT 0,
    run_at timestamptz NOT NULL,
    failure text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL,
    PRIMARY KEY (seller_id, id),
    FOREIGN KEY (seller_id, product_id) REFERENCES product.products (seller_id, id)
);
CREATE INDEX images_product ON product.images (seller_id, product_id, position);
CREATE INDEX images_pending ON product.images (run_at) WHERE state = 'pending';

-- A file that is on its way: its row is there before the file is, and goes in the transaction that makes it a picture,
-- so that at no moment a file that is used has neither. `size_bytes` and `media_type` are what was announced.
CREATE TABLE product.uploads (
    seller_id bigint NOT NULL,
    id uuid NOT NULL,
    product_id uuid NOT NULL,
    alt text NOT NULL DEFAULT '',
    size_bytes bigint NOT NULL CHECK (size_bytes > 0),
    media_type text NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (seller_id, id),
    FOREIGN KEY (seller_id, product_id) REFERENCES product.products (seller_id, id)
);
CREATE INDEX uploads_product ON product.uploads (seller_id, product_id);
CREATE INDEX uploads_expired ON product.uploads (expires_at);

-- Stays on the coordinator, a row per folder: how far the search for files that nothing refers to has come.
CREATE TABLE product.storage_sweeps (
    folder text PRIMARY KEY,
    position text NOT NULL DEFAULT ''
);

-- Stays on the coordinator: append-only feed of the search indexes. A reader takes rows whose `xid` is below
-- pg_snapshot_xmin and remembers the last (xid, seq), so that a late commit is never skipped.
CREATE TABLE product.changes (
    seq bigint GENERATED ALWAYS AS IDENTITY,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    seller_id bigint NOT NULL,
    product_id uuid NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (xid, seq)
);

-- Stays on the coordinator, one row: the largest `xid` whose changes have been cleared away.
CREATE TABLE product.changes_cleared (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    xid xid8 NOT NULL DEFAULT '0'
);
INSERT INTO product.changes_cleared DEFAULT VALUES;

-- Stays on the coordinator, one row: the operator's synonyms, [{"words": […], "means": […]}]. Indexers follow `version`.
CREATE TABLE product.synonyms (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    version bigint NOT NULL DEFAULT 1,
    sets jsonb NOT NULL DEFAULT '[]'
);
INSERT INTO product.synonyms DEFAULT VALUES;

-- Stays on the coordinator, one row: the sections of the front page; null while they are those of the software.
CREATE TABLE product.home (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    version bigint NOT NULL DEFAULT 1,
    sections jsonb
);
INSERT INTO product.home DEFAULT VALUES;

-- Stays on the coordinator: what was searched for and found, how often, and nothing of who asked.
CREATE TABLE product.popular_searches (
    words text PRIMARY KEY CHECK (length(words) <= 60),
    times bigint NOT NULL CHECK (times > 0),
    last_at timestamptz NOT NULL
);
CREATE INDEX popular_searches_times ON product.popular_searches (times DESC, words);

-- `unmapped` waits for the seller to say which column is what; until then `head` has the file's first lines. `mapping` is
-- what he said, as rules/importing/mapping.py has it.
CREATE TABLE product.imports (
    seller_id bigint NOT NULL,
    id uuid NOT NULL,
    format text NOT NULL CHECK (format IN ('feria', 'shopify', 'woocommerce', 'mapped')),
    state text NOT NULL DEFAULT 'queued' CHECK (state IN ('unmapped', 'queued', 'running', 'done', 'failed')),
    file_name text NOT NULL DEFAULT '',
    source_key text NOT NULL,
    dry_run boolean NOT NULL DEFAULT false,
    atomic boolean NOT NULL DEFAULT false,
    lines_total integer NOT NULL DEFAULT 0,
    lines_done integer NOT NULL DEFAULT 0,
    counts jsonb NOT NULL DEFAULT '{}',
    mapping jsonb,
    head text NOT NULL DEFAULT '',
    failure text NOT NULL DEFAULT '',
    created_by text NOT NULL,
    created_at timestamptz NOT NULL,
    started_at timestamptz,
    finished_at timestamptz,
    run_at timestamptz NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    PRIMARY KEY (seller_id, id)
);
CREATE INDEX imports_open ON product.imports (run_at) WHERE state IN ('queued', 'running');
CREATE INDEX imports_unmapped ON product.imports (created_at) WHERE state = 'unmapped';

-- What the seller said about files with the same columns, by a hash of their names.
CREATE TABLE product.import_mappings (
    seller_id bigint NOT NULL,
    header text NOT NULL,
    mapping jsonb NOT NULL,
    used_at timestamptz NOT NULL,
    PRIMARY KEY (seller_id, header)
);

-- What was changed or refused, by line of the file; `handle` names the product there.
CREATE TABLE product.import_lines (
    seller_id bigint NOT NULL,
    import_id uuid NOT NULL,
    line integer NOT NULL,
    entry integer NOT NULL DEFAULT 0,
    outcome text NOT NULL CHECK (outcome IN ('imported', 'changed', 'skipped', 'refused')),
    handle text NOT NULL DEFAULT '',
    field text NOT NULL DEFAULT '',
    message text NOT NULL DEFAULT '',
    product_id uuid,
    PRIMARY KEY (seller_id, import_id, line, entry),
    FOREIGN KEY (seller_id, import_id) REFERENCES product.imports (seller_id, id)
);

-- Addresses of images that an import named, with their line there, until they have been `fetched` and rendered; one that
-- cannot be is a failed picture, and stays here under the same id to be tried again.
CREATE TABLE product.image_sources (
    seller_id bigint NOT NULL,
    id uuid NOT NULL,
    product_id uuid NOT NULL,
    variant_id uuid,
    import_id uuid,
    line integer NOT NULL DEFAULT 0,
    position integer NOT NULL DEFAULT 0,
    url text NOT NULL,
    alt text NOT NULL DEFAULT '',
    state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'fetched', 'failed')),
    failure text NOT NULL DEFAULT '',
    attempts integer NOT NULL DEFAULT 0,
    run_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (seller_id, id),
    UNIQUE (seller_id, product_id, url),
    FOREIGN KEY (seller_id, product_id) REFERENCES product.products (seller_id, id)
);
CREATE INDEX image_sources_due ON product.image_sources (run_at, position) WHERE state = 'waiting';
CREATE INDEX image_sources_import ON product.image_sources (seller_id, import_id, line, id);

-- Delivered lines of orders, told by the order service: what may be reviewed by whom. `author` is the name that a review
-- of it shows; `token_hash` is that of the order's secret, by which guests are known.
CREATE TABLE product.reviewable_lines (
    seller_id bigint NOT NULL,
    id uuid NOT NULL,
    product_id uuid NOT NULL,
    seller_order_id uuid NOT NULL,
    order_id uuid NOT NULL,
    shopper_id bigint NOT NULL,
    variant_title text NOT NULL,
    author text NOT NULL,
    token_hash bytea NOT NULL,
    delivered_at timestamptz NOT NULL,
    PRIMARY KEY (seller_id, id),
    FOREIGN KEY (seller_id, product_id) REFERENCES product.products (seller_id, id)
);

-- A directory: which lines a shopper may review.
CREATE TABLE product.shopper_lines (
    shopper_id bigint NOT NULL,
    line_id uuid NOT NULL,
    seller_id bigint NOT NULL,
    order_id uuid NOT NULL,
    delivered_at timestamptz NOT NULL,
    PRIMARY KEY (shopper_id, line_id)
);

-- `published` and `flagged` are visible. `products.rating_sum` and `review_count` count the visible ones, and are changed
-- in the transaction that changes a review. `reason` is what the operator said when he rejected or removed it.
CREATE TABLE product.reviews (
    seller_id bigint NOT NULL,
    id uuid NOT NULL,
    product_id uuid NOT NULL,
    line_id uuid NOT NULL,
    shopper_id bigint NOT NULL,
    state text NOT NULL CHECK (state IN ('pending', 'published', 'flagged', 'rejected', 'removed')),
    stars smallint NOT NULL CHECK (stars BETWEEN 1 AND 5),
    text text NOT NULL,
    author text NOT NULL,
    variant_title text NOT NULL,
    helpful_count integer NOT NULL DEFAULT 0 CHECK (helpful_count >= 0),
    flag_count integer NOT NULL DEFAULT 0 CHECK (flag_count >= 0),
    reply text NOT NULL DEFAULT '',
    replied_at timestamptz,
    reason text NOT NULL DEFAULT '',
    version bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (seller_id, id),
    UNIQUE (line_id, seller_id),
    FOREIGN KEY (seller_id, product_id) REFERENCES product.products (seller_id, id),
    CHECK ((reply = '') = (replied_at IS NULL))
);
CREATE INDEX reviews_newest ON product.reviews (product_id, created_at DESC, id DESC)
    WHERE state IN ('published', 'flagged');
CREATE INDEX reviews_waiting ON product.reviews (created_at, id) WHERE state IN ('pending', 'flagged');

-- One vote and one flag for each account and review. The operator's decision closes the flags that it answers.
CREATE TABLE product.review_votes (
    seller_id bigint NOT NULL,
    review_id uuid NOT NULL,
    account_id bigint NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (seller_id, review_id, account_id),
    FOREIGN KEY (seller_id, review_id) REFERENCES product.reviews (seller_id, id) ON DELETE CASCADE
);

CREATE TABLE product.review_flags (
    seller_id bigint NOT NULL,
    review_id uuid NOT NULL,
    account_id bigint NOT NULL,
    reason text NOT NULL CHECK (reason IN ('spam', 'offensive', 'personal_data', 'not_about_product', 'other')),
    note text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL,
    closed_at timestamptz,
    PRIMARY KEY (seller_id, review_id, account_id),
    FOREIGN KEY (seller_id, review_id) REFERENCES product.reviews (seller_id, id) ON DELETE CASCADE
);

-- Photographs, on the same way as the products' pictures: stored as received, rendered by the job, served re-encoded.
CREATE TABLE product.review_photos (
    seller_id bigint NOT NULL,
    id uuid NOT NULL,
    review_id uuid NOT NULL,
    position integer NOT NULL,
    state text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'ready', 'failed')),
    original_key text NOT NULL,
    key text NOT NULL,
    width integer NOT NULL,
    height integer NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    run_at timestamptz NOT NULL,
    failure text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL,
    PRIMARY KEY (seller_id, id),
    FOREIGN KEY (seller_id, review_id) REFERENCES product.reviews (seller_id, id) ON DELETE CASCADE
);
CREATE INDEX review_photos_review ON product.review_photos (review_id, seller_id, position);
CREATE INDEX review_photos_pending ON product.review_photos (run_at) WHERE state = 'pending';
