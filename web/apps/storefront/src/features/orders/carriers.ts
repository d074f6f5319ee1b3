/** Where each carrier shows a parcel; for others the number stands alone. */
const PAGES: Record<string, string> = {
  correos: "https://www.correos.es/es/es/herramientas/localizador/envios/detalle?tracking-number=",
  ctt: "https://www.ctt.pt/feapl_2/app/open/objectSearch/objectSearch.jspx?objects=",
  dhl: "https://www.dhl.com/global-en/home/tracking.html?tracking-id=",
  dpd: "https://tracking.dpd.de/status/en_US/parcel/",
  fedex: "https://www.fedex.com/fedextrack/?trknbr=",
  gls: "https://gls-group.eu/EU/en/parcel-tracking?match=",
  seur: "https://www.seur.com/livetracking/?segOnlineIdentificador=",
  ups: "https://www.ups.com/track?tracknum=",
};

export function trackingPage(carrier: string, number: string): string | null {
  const page = PAGES[carrier.trim().toLowerCase()];
  return page && number ? page + encodeURIComponent(number) : null;
}
