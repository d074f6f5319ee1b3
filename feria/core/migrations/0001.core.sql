-- Events and their deliveries, idempotency keys, audit rows and the movable clock. Shared by all services.

CREATE TABLE core.events (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    subject text NOT NULL,
    payload jsonb NOT NULL,
    created_at timestamptz NOT NULL
);

CREATE DOMAIN core.delivery_state AS text CHECK (VALUE IN ('pending', 'done', 'dead'));

-- One row per event and handler: outbox, inbox, retry and dead letter in one. Written by the statement that writes the
-- event, and deleted with it, so that no foreign key has to look for it eight times per checkout (`feria check` does).
CREATE TABLE core.deliveries (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id uuid NOT NULL,
    handler text NOT NULL,
    state core.delivery_state NOT NULL DEFAULT 'pending',
    attempts integer NOT NULL DEFAULT 0,
    run_at timestamptz NOT NULL,
    last_error text NOT NULL DEFAULT '',
    UNIQUE (event_id, handler)
);
CREATE INDEX deliveries_pending ON core.deliveries (run_at, id) WHERE state = 'pending';
CREATE INDEX deliveries_dead ON core.deliveries (id) WHERE state = 'dead';

CREATE TABLE core.idempotency (
    owner bigint NOT NULL,
    route text NOT NULL,
    key text NOT NULL,
    body_hash bytea NOT NULL,
    effect_id uuid NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (owner, route, key)
);
CREATE INDEX idempotency_age ON core.idempotency USING brin (created_at) WITH (pages_per_range = 32);

CREATE TABLE core.audit (
    id uuid PRIMARY KEY,
    at timestamptz NOT NULL,
    actor text NOT NULL,
    action text NOT NULL,
    subject text NOT NULL,
    detail jsonb NOT NULL DEFAULT '{}',
    request_id text NOT NULL DEFAULT ''
);
CREATE INDEX audit_subject ON core.audit (subject, at);

-- One row; demo and tests move it, every process follows within a second.
CREATE TABLE core.clock (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    offset_seconds bigint NOT NULL DEFAULT 0
);
INSERT INTO core.clock DEFAULT VALUES;
