-- Returns and cases of seller orders, with their history, messages and pictures, ready to be sharded by seller.

CREATE DOMAIN "order".return_status AS text CHECK (VALUE IN (
    'requested', 'approved', 'declined', 'in_transit', 'received', 'refunded', 'rejected', 'cancelled'));
CREATE DOMAIN "order".return_reason AS text CHECK (VALUE IN (
    'changed_mind', 'does_not_fit', 'wrong_item', 'damaged', 'not_as_described'));
CREATE DOMAIN "order".case_status AS text CHECK (VALUE IN (
    'opened', 'awaiting_seller', 'awaiting_buyer', 'under_review', 'resolved_buyer', 'resolved_seller', 'split',
    'closed'));
CREATE DOMAIN "order".case_reason AS text CHECK (VALUE IN (
    'not_received', 'not_as_described', 'damaged', 'counterfeit', 'refund_missing'));

-- `due_at` is when the clock acts next: approves what nobody answered, closes what was never sent.
-- `refund_amount` is what went back, or is on its way; a `deduction_amount` was kept from it, and a `label_fee_amount`
-- where the buyer pays the way back. `parcel_state` is what its carrier says, empty while none says anything.
-- `label_due_at` is when the clock next tries to buy a label of a carrier; `label_problem` says why it could not.
CREATE TABLE "order".returns (
    seller_id bigint NOT NULL,
    id uuid NOT NULL,
    seller_order_id uuid NOT NULL,
    order_id uuid NOT NULL,
    shopper_id bigint NOT NULL,
    number text NOT NULL,
    status "order".return_status NOT NULL,
    reason "order".return_reason NOT NULL,
    note text NOT NULL DEFAULT '',
    answer text NOT NULL DEFAULT '',
    instructions text NOT NULL DEFAULT '',
    label_key text NOT NULL DEFAULT '',
    carrier text NOT NULL DEFAULT '',
    tracking_number text NOT NULL DEFAULT '',
    parcel_state text NOT NULL DEFAULT '' CHECK (parcel_state IN (
        '', 'label_created', 'in_transit', 'out_for_delivery', 'delivered', 'exception', 'returned', 'lost')),
    label_due_at timestamptz,
    label_tries integer NOT NULL DEFAULT 0,
    label_problem text NOT NULL DEFAULT '',
    with_goods boolean NOT NULL DEFAULT true,
    refund_id uuid,
    refund_amount bigint NOT NULL DEFAULT 0 CHECK (refund_amount >= 0),
    deduction_amount bigint NOT NULL DEFAULT 0 CHECK (deduction_amount >= 0),
    deduction_reason text NOT NULL DEFAULT '',
    label_fee_amount bigint NOT NULL DEFAULT 0 CHECK (label_fee_amount >= 0),
    currency char(3) NOT NULL,
    created_at timestamptz NOT NULL,
    due_at timestamptz,
    sent_at timestamptz,
    received_at timestamptz,
    ended_at timestamptz,
    updated_at timestamptz NOT NULL,
    version bigint NOT NULL DEFAULT 1,
    PRIMARY KEY (seller_id, id),
    UNIQUE (seller_id, number),
    FOREIGN KEY (seller_id, seller_order_id) REFERENCES "order".seller_orders (seller_id, id),
    CONSTRAINT returns_say_why_something_is_kept CHECK (deduction_amount = 0 OR deduction_reason <> ''),
    CONSTRAINT returns_refund_only_at_their_end CHECK (refund_amount = 0 OR status = 'refunded')
);
-- A second click on "send" finds the return of the first.
CREATE UNIQUE INDEX returns_requested ON "order".returns (seller_id, seller_order_id) WHERE status = 'requested';
CREATE INDEX returns_seller_order ON "order".returns (seller_id, seller_order_id);
CREATE INDEX returns_newest ON "order".returns (seller_id, created_at DESC, id DESC);
CREATE INDEX returns_due ON "order".returns (status, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX returns_label_due ON "order".returns (label_due_at) WHERE label_due_at IS NOT NULL;

CREATE TABLE "order".return_lines (
    seller_id bigint NOT NULL,
    return_id uuid NOT NULL,
    line_id uuid NOT NULL,
    quantity integer NOT NULL CHECK (quantity >= 1),
    received integer NOT NULL DEFAULT 0,
    restocked integer NOT NULL DEFAULT 0,
    PRIMARY KEY (seller_id, return_id, line_id),
    FOREIGN KEY (seller_id, return_id) REFERENCES "order".returns (seller_id, id),
    FOREIGN KEY (seller_id, line_id) REFERENCES "order".order_lines (seller_id, id),
    CONSTRAINT return_lines_take_no_more_than_was_sent CHECK (received BETWEEN 0 AND quantity),
    CONSTRAINT return_lines_restock_no_more_than_came CHECK (restocked BETWEEN 0 AND received)
);
CREATE INDEX return_lines_line ON "order".return_lines (seller_id, line_id);

-- `due_at` is when the clock acts next. While a case is open, the earnings of its seller order are frozen.
CREATE TABLE "order".cases (
    seller_id bigint NOT NULL,
    id uuid NOT NULL,
    seller_order_id uuid NOT NULL,
    order_id uuid NOT NULL,
    shopper_id bigint NOT NULL,
    number text NOT NULL,
    status "order".case_status NOT NULL,
    reason "order".case_reason NOT NULL,
    is_open boolean NOT NULL DEFAULT true,
    decision text NOT NULL DEFAULT '',
    refund_id uuid,
    refund_amount bigint NOT NULL DEFAULT 0 CHECK (refund_amount >= 0),
    currency char(3) NOT NULL,
    created_at timestamptz NOT NULL,
    due_at timestamptz,
    decided_at timestamptz,
    updated_at timestamptz NOT NULL,
    version bigint NOT NULL DEFAULT 1,
    PRIMARY KEY (seller_id, id),
    UNIQUE (seller_id, number),
    FOREIGN KEY (seller_id, seller_order_id) REFERENCES "order".seller_orders (seller_id, id),
    CONSTRAINT cases_are_open_until_they_are_decided CHECK (
        is_open = (status IN ('opened', 'awaiting_seller', 'awaiting_buyer', 'under_review')))
);
CREATE UNIQUE INDEX cases_open ON "order".cases (seller_id, seller_order_id) WHERE is_open;
CREATE INDEX cases_seller_order ON "order".cases (seller_id, seller_order_id);
CREATE INDEX cases_newest ON "order".cases (created_at DESC, id DESC);
CREATE INDEX cases_of_seller ON "order".cases (seller_id, created_at DESC, id DESC);
CREATE INDEX cases_due ON "order".cases (status, due_at) WHERE due_at IS NOT NULL;

CREATE TABLE "order".case_messages (
    seller_id bigint NOT NULL,
    id uuid NOT NULL,
    case_id uuid NOT NULL,
    author text NOT NULL,
    text text NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (seller_id, id),
    FOREIGN KEY (seller_id, case_id) REFERENCES "order".cases (seller_id, id)
);
CREATE INDEX case_messages_case ON "order".case_messages (seller_id, case_id, created_at);

-- Every step of a return or of a case.
CREATE TABLE "order".claim_history (
    seller_id bigint NOT NULL,
    id uuid NOT NULL,
    return_id uuid,
    case_id uuid,
    from_status text NOT NULL,
    to_status text NOT NULL,
    actor text NOT NULL,
    reason text NOT NULL DEFAULT '',
    at timestamptz NOT NULL,
    PRIMARY KEY (seller_id, id),
    FOREIGN KEY (seller_id, return_id) REFERENCES "order".returns (seller_id, id),
    FOREIGN KEY (seller_id, case_id) REFERENCES "order".cases (seller_id, id),
    CHECK (num_nonnulls(return_id, case_id) = 1)
);
CREATE INDEX claim_history_return ON "order".claim_history (seller_id, return_id, at) WHERE return_id IS NOT NULL;
CREATE INDEX claim_history_case ON "order".claim_history (seller_id, case_id, at) WHERE case_id IS NOT NULL;

-- Pictures that show what is wrong, rendered anew when they came. `key` is the secret of their address.
CREATE TABLE "order".evidence (
    seller_id bigint NOT NULL,
    id uuid NOT NULL,
    return_id uuid,
    case_id uuid,
    author text NOT NULL,
    key text NOT NULL,
    width integer NOT NULL,
    height integer NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (seller_id, id),
    FOREIGN KEY (seller_id, return_id) REFERENCES "order".returns (seller_id, id),
    FOREIGN KEY (seller_id, case_id) REFERENCES "order".cases (seller_id, id),
    CHECK (num_nonnulls(return_id, case_id) = 1)
);
CREATE INDEX evidence_return ON "order".evidence (seller_id, return_id) WHERE return_id IS NOT NULL;
CREATE INDEX evidence_case ON "order".evidence (seller_id, case_id) WHERE case_id IS NOT NULL;
