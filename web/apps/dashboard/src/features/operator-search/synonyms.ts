import type { Synonyms, SynonymSetDraft } from "@feria/api";
import { z } from "../../zod";

/** A set of synonyms as its form holds it: phrases with commas between. */
export type SetFields = { kind: SynonymSetDraft["kind"]; words: string; means: string };
export type SynonymsFields = { sets: SetFields[] };

const PHRASE_WORDS_MAX = 4;
const PHRASES_MAX = 20;

export function fieldsOf({ items }: Synonyms): SynonymsFields {
  return {
    sets: items.map(({ kind, words, means }) => ({ kind, words: words.join(", "), means: means.join(", ") })),
  };
}

export function newSet(): SetFields {
  return { kind: "equivalent", words: "", means: "" };
}

export function setDraft({ kind, words, means }: SetFields): SynonymSetDraft {
  return { kind, words: phrasesOf(words), means: kind === "one_way" ? phrasesOf(means) : [] };
}

export function phrasesOf(text: string): string[] {
  const phrases = text.split(",").map((phrase) => phrase.trim().replace(/\s+/g, " ").toLowerCase());
  return [...new Set(phrases.filter(Boolean))];
}

export type SetChange = { kind: "new" | "changed" | "removed"; words: string };

/** What differs from what is stored, set by set. */
export function setChanges(base: SynonymsFields, now: SynonymsFields): SetChange[] {
  const known = new Set(base.sets.map(keyOf));
  const kept = new Set(now.sets.map(keyOf));
  const gone = base.sets.filter((one) => !kept.has(keyOf(one)));
  const come = now.sets.filter((one) => !known.has(keyOf(one)));
  const changed = come.slice(0, gone.length).map((one): SetChange => ({ kind: "changed", words: one.words }));
  const added = come.slice(gone.length).map((one): SetChange => ({ kind: "new", words: one.words }));
  const removed = gone.slice(come.length).map((one): SetChange => ({ kind: "removed", words: one.words }));
  return [...changed, ...added, ...removed];
}

function keyOf(fields: SetFields): string {
  return JSON.stringify(setDraft(fields));
}

const isShort = (text: string) => {
  const phrases = phrasesOf(text);
  return (
    phrases.length <= PHRASES_MAX && phrases.every((phrase) => phrase.split(" ").length <= PHRASE_WORDS_MAX)
  );
};

export const synonymsSchema = z.object({
  sets: z.array(
    z
      .object({
        kind: z.enum(["equivalent", "one_way"]),
        words: z.string().refine(isShort, "operator.synonyms.error.phrases"),
        means: z.string().refine(isShort, "operator.synonyms.error.phrases"),
      })
      .refine(({ kind, words }) => phrasesOf(words).length >= (kind === "equivalent" ? 2 : 1), {
        path: ["words"],
        message: "operator.synonyms.error.words",
      })
      .refine(({ kind, means }) => kind === "equivalent" || phrasesOf(means).length > 0, {
        path: ["means"],
        message: "operator.synonyms.error.means",
      }),
  ),
});
