/**
 * Which modules travel together. Left alone, the build cuts at every difference between the two apps and all their
 * pages: a first visit would fetch eighty files, and the same code in small pieces is a tenth larger when compressed.
 */

type Group = {
  name: string;
  /** `$initial`: only what an app needs before its first page. */
  tags?: "$initial"[];
  test: (id: string) => boolean;
  priority: number;
};

const slashes = (id: string) => id.replaceAll("\\", "/");
const matches =
  (wanted: RegExp, unwanted?: RegExp) =>
  (id: string): boolean =>
    wanted.test(slashes(id)) && !unwanted?.test(slashes(id));

/** Parts that only the dashboard has at its start; the storefront fetches them later. */
const LATER = /ProblemNote|ThemeChoice|\/(Sun|Moon|Monitor|Copy|Warning|Info|Check)\.es/;

export const chunkGroups: Group[] = [
  {
    name: "vendor",
    tags: ["$initial"],
    test: matches(/\/node_modules\/(react|react-dom|scheduler|@tanstack|use-sync-external-store)\//),
    priority: 5,
  },
  {
    name: "base",
    tags: ["$initial"],
    test: matches(/\/packages\/(ui|api)\/|@phosphor-icons|preload-helper|rolldown\/runtime/, LATER),
    priority: 4,
  },
  {
    name: "frame",
    tags: ["$initial"],
    test: matches(/\/apps\/storefront\/src\//, /\/start\.ts/),
    priority: 3,
  },
  {
    // What shows a thing, alone or on a card; the dashboard draws its pictures and prices too.
    name: "shelf",
    test: matches(
      /\/ui\/src\/(market\/(Picture|Price|Rating|Awning)|feedback\/Progress|layout\/Breadcrumbs|text\/money)|\/api\/src\/currencies|\/(Star|CaretRight)\.es/,
    ),
    priority: 2,
  },
  {
    // A card of it; a thing's own page has cards only at its foot, which comes later.
    name: "card",
    test: matches(/\/ui\/src\/market\/ProductCard/),
    priority: 2,
  },
  {
    // What only the storefront knows of it: in one file with the above, it would start the storefront in the dashboard.
    name: "thing",
    test: matches(/\/storefront\/src\/(features\/products\/card|market|lastViewed)\./),
    priority: 2,
  },
  {
    // How many of it, and until when.
    name: "buying",
    test: matches(
      /\/controls\/QuantityStepper|\/ui\/src\/text\/dates|\/(Minus|Plus|Truck|ArrowCounterClockwise)\.es/,
    ),
    priority: 1,
  },
];
