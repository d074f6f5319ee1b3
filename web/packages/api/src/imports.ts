import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { call } from "./client";
import type { ColumnMapping, Import, ImportLine, ImportPublished } from "./models";
import { read, readPages } from "./read";
import { useWrite } from "./write";

const LIST = "/api/v1/sellers/{seller_id}/imports";
const ONE = "/api/v1/sellers/{seller_id}/imports/{import_id}";
const PUBLISH = "/api/v1/sellers/{seller_id}/imports/{import_id}/publish";
const PROGRESS_EVERY_MS = 1_000;
const PICTURES_EVERY_MS = 3_000;

/** How soon there may be something new to say about an import. */
function readAgainAfterMs(one: Import | undefined): number | false {
  if (one?.state === "queued" || one?.state === "running") return PROGRESS_EVERY_MS;
  return one && one.pictures.waiting > 0 ? PICTURES_EVERY_MS : false;
}

export const importQuery = (sellerId: string, importId: string) =>
  read(ONE, { path: { seller_id: sellerId, import_id: importId } });

export function useImports(sellerId: string) {
  return useInfiniteQuery(readPages(useQueryClient(), LIST, { path: { seller_id: sellerId }, query: {} }));
}

/** One import; read again until it is done and its pictures are there. */
export function useImport(sellerId: string, importId: string, isWanted = true) {
  return useQuery({
    ...importQuery(sellerId, importId),
    enabled: isWanted,
    refetchInterval: (query) => readAgainAfterMs(query.state.data),
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

export type ImportFile = {
  sellerId: string;
  file: File;
  dryRun: boolean;
  atomic?: boolean;
  /** Which column is what, as was said about the same file before. */
  mapping?: ColumnMapping | null;
  /** Wait to be told which column is what, whatever the file is. */
  ask?: boolean;
};

export function useStartImport() {
  return useWrite(
    ({ sellerId, file, dryRun, atomic = false, mapping = null, ask = false }: ImportFile) => {
      const body = new FormData();
      body.set("file", file);
      body.set("dry_run", String(dryRun));
      body.set("atomic", String(atomic));
      if (mapping) body.set("mapping", JSON.stringify(mapping));
      if (ask) body.set("ask", "true");
      return call("post", LIST, { path: { seller_id: sellerId }, body });
    },
    ({ sellerId }) => [`/api/v1/sellers/${sellerId}/imports`],
  );
}

const MAPPING = "/api/v1/sellers/{seller_id}/imports/{import_id}/mapping";
const PREVIEW = "/api/v1/sellers/{seller_id}/imports/{import_id}/preview";
const PICTURES = "/api/v1/sellers/{seller_id}/imports/{import_id}/pictures";
const RETRY = "/api/v1/sellers/{seller_id}/imports/{import_id}/pictures/retry";

/** The columns of a file of no known format, with guesses; not to be had any more once they are assigned. */
export function useImportColumns(sellerId: string, importId: string) {
  const path = { seller_id: sellerId, import_id: importId };
  return useQuery({
    queryKey: ["import-columns", importId] as const,
    queryFn: ({ signal }) => call("get", MAPPING, { path, signal }),
    staleTime: Infinity,
  });
}

/** The file's first products as a mapping would make them; the last ones stay until the next have come. */
export function useImportPreview(sellerId: string, importId: string, body: ColumnMapping | null) {
  const path = { seller_id: sellerId, import_id: importId };
  return useQuery({
    queryKey: ["import-preview", importId, body] as const,
    queryFn: ({ signal }) => call("post", PREVIEW, { path, body: body ?? { columns: {} }, signal }),
    enabled: body !== null,
    placeholderData: keepPreviousData,
    staleTime: Infinity,
  });
}

export function useAssignColumns() {
  return useWrite(
    ({ sellerId, importId, mapping }: ImportOfSeller & { mapping: ColumnMapping }) =>
      call("put", MAPPING, { path: { seller_id: sellerId, import_id: importId }, body: mapping }),
    ({ sellerId, importId }) => [
      `/api/v1/sellers/${sellerId}/imports/${importId}`,
      `/api/v1/sellers/${sellerId}/imports?`,
    ],
  );
}

/** The import's pictures that could not be fetched; others may be by now than were read before. */
export function useImportPictures(sellerId: string, importId: string) {
  const target = { path: { seller_id: sellerId, import_id: importId }, query: {} };
  return useInfiniteQuery({ ...readPages(useQueryClient(), PICTURES, target), refetchOnMount: "always" });
}

export function useRetryPictures() {
  return useWrite(
    ({ sellerId, importId }: ImportOfSeller) =>
      call("post", RETRY, { path: { seller_id: sellerId, import_id: importId } }),
    ({ sellerId, importId }) => [`/api/v1/sellers/${sellerId}/imports/${importId}`],
  );
}
