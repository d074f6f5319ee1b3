-- The version of the table of tax rates, and what was answered about the VAT ids of businesses.

-- Reference table with one row. Whoever changes rates locks it.
CREATE TABLE cart.tax_table (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    version integer NOT NULL DEFAULT 1
);
INSERT INTO cart.tax_table DEFAULT VALUES;

-- Directory table: each answer of the service that knows VAT ids, kept as evidence of why no tax was charged. The newest
-- counts. `consultation` is the number that the service gives to a marketplace which says who it is.
CREATE TABLE cart.vat_checks (
    vat_id text NOT NULL CHECK (vat_id ~ '^[A-Z]{2}[0-9A-Z]{2,18}$'),
    checked_at timestamptz NOT NULL,
    valid boolean NOT NULL,
    consultation text NOT NULL DEFAULT '',
    source text NOT NULL,
    PRIMARY KEY (vat_id, checked_at)
);
