import { useMutation, useQuery } from "@tanstack/react-query";
import { call, fetchFile } from "./client";
import type { TaxRateDraft, TaxRateValues } from "./models";
import { read } from "./read";
import { useWrite } from "./write";

const RATES = "/api/v1/operator/tax-rates";
const RATE = "/api/v1/operator/tax-rates/{rate_id}";

/** The whole table; its `version` goes with every change. */
export function useTaxRates() {
  return useQuery(read(RATES, {}));
}

export function useAddTaxRate() {
  return useWrite(
    (body: TaxRateDraft) => call("post", RATES, { body }),
    () => [RATES],
  );
}

export type TaxRateChange = { rateId: string; version: number; values: TaxRateValues };

export function useChangeTaxRate() {
  return useWrite(
    ({ rateId, version, values }: TaxRateChange) =>
      call("put", RATE, { path: { rate_id: rateId }, version, body: values }),
    () => [RATES],
  );
}

export type TaxRateRemoval = { rateId: string; version: number; confirmed: boolean };

/** The last standard rate of a country that is served goes only when that is `confirmed`. */
export function useDeleteTaxRate() {
  return useWrite(
    ({ rateId, version, confirmed }: TaxRateRemoval) =>
      call("delete", RATE, { path: { rate_id: rateId }, query: { confirmed }, version }),
    () => [RATES],
  );
}

/** What a file would do; with the `version` of that answer, does it. */
export function useImportTaxRates() {
  return useWrite(
    ({ file, version }: { file: File; version?: number }) => {
      const body = new FormData();
      body.set("file", file);
      body.set("dry_run", String(version === undefined));
      const extras = version === undefined ? {} : { version };
      return call("post", "/api/v1/operator/tax-rates/import", { body, ...extras });
    },
    ({ version }) => (version === undefined ? [] : [RATES]),
  );
}

export function useExportTaxRates() {
  return useMutation({ mutationFn: () => fetchFile(`${RATES}.csv`) });
}
