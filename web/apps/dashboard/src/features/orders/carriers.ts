/** Carriers that a shop is offered to choose from; any other can be written. */
export const CARRIERS = [
  "CTT",
  "Correos",
  "DHL",
  "DPD",
  "FedEx",
  "GLS",
  "InPost",
  "La Poste",
  "MRW",
  "PostNL",
  "SEUR",
  "UPS",
];

/** Where the browser remembers the last one. */
export const LAST_CARRIER = "feria.carrier";
