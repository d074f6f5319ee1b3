import type { Import } from "@feria/api";
import { expect, test } from "vitest";
import { START, wizardReducer, type Wizard, type WizardEvent } from "./wizard";

const file = new File(["Handle,Title"], "apparel.csv");

function anImport(part: Partial<Import>): Import {
  return {
    id: "imp_1",
    seller_id: "sel_1",
    format: "shopify",
    state: "queued",
    file_name: "apparel.csv",
    dry_run: true,
    atomic: false,
    lines_total: 10,
    lines_done: 0,
    counts: {
      imported: 0,
      published: 0,
      variants: 0,
      pictures: 0,
      skipped: 0,
      refused: 0,
      lines_changed: 0,
      lines_refused: 0,
    },
    mapping: null,
    pictures: { waiting: 0, failed: 0 },
    drafts: 0,
    failure: "",
    created_at: "2026-11-26T00:00:00Z",
    started_at: null,
    finished_at: null,
    ...part,
  };
}

const after = (...events: WizardEvent[]): Wizard => events.reduce(wizardReducer, START);
const trial = anImport({});
const looked: WizardEvent[] = [
  { type: "chosen", file },
  { type: "started", one: trial },
  { type: "seen", one: anImport({ state: "done" }) },
];

test("a file is looked at before anything is taken in", () => {
  expect(after({ type: "chosen", file })).toEqual({ step: "sending", file, isTrial: true, importId: null });
  expect(after({ type: "chosen", file }, { type: "started", one: trial })).toEqual({
    step: "checking",
    file,
    importId: "imp_1",
  });
});

test("a trial that is done waits for a yes, with the file at hand", () => {
  expect(after(...looked)).toEqual({ step: "checked", file, importId: "imp_1" });
  expect(after(...looked, { type: "confirmed" })).toMatchObject({ step: "sending", isTrial: false, file });
});

test("a file of no known format waits for its columns, and is looked at then", () => {
  const waits = anImport({ state: "unmapped" });
  const asked: WizardEvent[] = [
    { type: "chosen", file },
    { type: "started", one: waits },
  ];
  expect(after(...asked)).toEqual({ step: "mapping", file, importId: "imp_1" });
  expect(after(...asked, { type: "seen", one: trial })).toEqual({
    step: "checking",
    file,
    importId: "imp_1",
  });
  expect(after({ type: "seen", one: waits })).toEqual({ step: "mapping", file: null, importId: "imp_1" });
});

test("the import runs, is done, and its drafts are published", () => {
  const real = anImport({ id: "imp_2", dry_run: false });
  const result = { published: 12, submitted: 0, refused: [], next: null };
  const running: WizardEvent[] = [...looked, { type: "confirmed" }, { type: "started", one: real }];
  expect(after(...running)).toEqual({ step: "importing", importId: "imp_2" });
  const done: WizardEvent[] = [...running, { type: "seen", one: { ...real, state: "done" } }];
  expect(after(...done)).toEqual({ step: "imported", importId: "imp_2" });
  const published = after(...done, { type: "published", result });
  expect(published).toEqual({ step: "published", importId: "imp_2", result });
  expect(wizardReducer(published, { type: "seen", one: { ...real, state: "done" } })).toBe(published);
});

test("a refused file is chosen anew, with the reason", () => {
  expect(after({ type: "chosen", file }, { type: "refused", message: "No header" })).toEqual({
    step: "choose",
    refusal: "No header",
  });
});

test("a refused import stays at its report and keeps the file", () => {
  expect(after(...looked, { type: "confirmed" }, { type: "refused", message: "Busy" })).toEqual({
    step: "checked",
    file,
    importId: "imp_1",
    refusal: "Busy",
  });
});

test("after a reload the file is asked for again, and then it goes on", () => {
  const reopened = after({ type: "seen", one: anImport({ state: "done" }) });
  expect(reopened).toEqual({ step: "checked", file: null, importId: "imp_1" });
  expect(wizardReducer(reopened, { type: "confirmed" })).toBe(reopened);
  expect(wizardReducer(reopened, { type: "chosen", file })).toEqual({
    step: "checked",
    file,
    importId: "imp_1",
  });
});

test("an import that broke off says so", () => {
  expect(after({ type: "seen", one: anImport({ state: "failed" }) })).toEqual({
    step: "failed",
    importId: "imp_1",
  });
});

test("what comes late changes nothing", () => {
  expect(after({ type: "confirmed" })).toBe(START);
  expect(after({ type: "refused", message: "late" })).toBe(START);
  expect(after({ type: "published", result: { published: 1, submitted: 0, refused: [], next: null } })).toBe(
    START,
  );
  const sending = after({ type: "chosen", file });
  expect(wizardReducer(sending, { type: "seen", one: trial })).toBe(sending);
});
