-- Messages to people, and the development mailbox.

CREATE TABLE notification.messages (
    id uuid PRIMARY KEY,
    cause uuid NOT NULL,              -- what it is about: an order, a seller order, a shipment, a reset, a review
    template text NOT NULL,
    channel text NOT NULL CHECK (channel IN ('email')),
    recipient text NOT NULL,
    locale text NOT NULL,
    data jsonb NOT NULL,              -- references only; the text is made when it is sent
    state text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'sent', 'failed')),
    attempts integer NOT NULL DEFAULT 0,
    run_at timestamptz NOT NULL,
    last_error text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL,
    sent_at timestamptz,
    UNIQUE (cause, template, recipient, channel)
);
CREATE INDEX messages_pending ON notification.messages (run_at) WHERE state = 'pending';

-- What the development mailbox received; the built-in mail gateway of installations without FERIA_MAIL_URL.
CREATE TABLE notification.mailbox (
    message_id text PRIMARY KEY,
    recipient text NOT NULL,
    subject text NOT NULL,
    text text NOT NULL,
    html text NOT NULL,
    received_at timestamptz NOT NULL
);
CREATE INDEX mailbox_received ON notification.mailbox (received_at);
