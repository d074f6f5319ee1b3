import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { call } from "./client";
import type { HomeSectionDraft } from "./models";
import { read } from "./read";
import { useWrite } from "./write";

const SETTINGS = "/api/v1/operator/home";
const PREVIEW = "/api/v1/operator/home/preview";

/** The front page as the operator keeps it. */
export function useHomeSettings() {
  return useQuery(read(SETTINGS, {}));
}

export function useReplaceHome() {
  return useWrite(
    ({ version, sections }: { version: number; sections: HomeSectionDraft[] }) =>
      call("put", SETTINGS, { version, body: { sections } }),
    () => [SETTINGS, "/api/v1/home"],
  );
}

/** What these sections would show; while others are asked for, those before stay. */
export function useHomePreview(sections: HomeSectionDraft[]) {
  return useQuery({
    queryKey: [PREVIEW, sections],
    queryFn: () => call("post", PREVIEW, { body: { sections } }),
    placeholderData: keepPreviousData,
    enabled: sections.length > 0,
    retry: false,
  });
}
