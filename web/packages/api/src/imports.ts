import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { call } from "./client";
import type { Import, ImportLine, ImportPublished } from "./models";
import { read, readPages } from "./read";
import { useWrite } from "./write";

const LIST = "/api/v1/sellers/{seller_id}/imports";
const ONE = "/api/v1/sellers/{seller_id}/imports/{import_id}";
const PUBLISH = "/api/v1/sellers/{seller_id}/imports/{import_id}/publish";
const PROGRESS_EVERY_MS = 1_000;

const isUnderWay = (one: Import | undefined) => one?.state === "queued" || one?.state === "running";

export const importQuery = (sellerId: string, importId: string) =>
  read(ONE, { path: { seller_id: sellerId, import_id: importId } });

export function useImports(sellerId: string) {
  return useInfiniteQuery(readPages(useQueryClient(), LIST, { path: { seller_id: sellerId }, query: {} }));
}

/** One import; read again each second until it is done. */
export function useImport(sellerId: string, importId: string, isWanted = true) {
  return useQuery({
    ...importQuery(sellerId, importId),
    enabled: isWanted,
    refetchInterval: (query) => (isUnderWay(query.state.data) ? PROGRESS_EVERY_MS : false),
  });
}

/** What became of each line, by outcome. */
export function useImportReport(sellerId: string, importId: string, outcome?: ImportLine["outcome"]) {
  const target = { path: { seller_id: sellerId, import_id: importId }, query: outcome ? { outcome } : {} };
  return useInfiniteQuery(
    readPages(useQueryClient(), "/api/v1/sellers/{seller_id}/imports/{import_id}/report", target),
  );
}

export type ImportOfSeller = { sellerId: string; importId: string };
const REFUSED_MAX = 1_000;

/** Puts the drafts of an import on sale that may be, a thousand at a time; those refused come with the reason. */
export function usePublishImport() {
  return useWrite(
    async ({ sellerId, importId }: ImportOfSeller): Promise<ImportPublished> => {
      const path = { seller_id: sellerId, import_id: importId };
      const sum: ImportPublished = { published: 0, submitted: 0, refused: [], next: null };
      let after: string | null = null;
      do {
        const query: { after?: string } = after ? { after } : {};
        const part: ImportPublished = await call("post", PUBLISH, { path, query });
        sum.published += part.published;
        sum.submitted += part.submitted;
        sum.refused = [...sum.refused, ...part.refused].slice(0, REFUSED_MAX);
        after = part.next;
      } while (after);
      return sum;
    },
    ({ sellerId }) => [`/api/v1/sellers/${sellerId}/`, "/api/v1/products", "/api/v1/analytics"],
  );
}

export type ImportFile = { sellerId: string; file: File; dryRun: boolean; atomic?: boolean };

export function useStartImport() {
  return useWrite(
    ({ sellerId, file, dryRun, atomic = false }: ImportFile) => {
      const body = new FormData();
      body.set("file", file);
      body.set("dry_run", String(dryRun));
      body.set("atomic", String(atomic));
      return call("post", LIST, { path: { seller_id: sellerId }, body });
    },
    ({ sellerId }) => [`/api/v1/sellers/${sellerId}/imports`],
  );
}
