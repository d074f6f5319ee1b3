/** Options and the variants they make: the combinations on sale, each with what belongs to it. Pure functions. */

export type Option = { name: string; values: string[] };
export type HasOptions = { options: Record<string, string> };
export type Matrix<Variant extends HasOptions> = {
  options: Option[];
  variants: Variant[];
  /** What was taken away in this visit, so that adding it again brings prices and SKU back. */
  dropped: Variant[];
};

export const OPTIONS_MAX = 3;
export const VARIANTS_MAX = 100;

/** Makes a new variant after the one it resembles most. */
export type MakeVariant<Variant> = (options: Record<string, string>, like: Variant) => Variant;

export function keyOf(options: Record<string, string>): string {
  return JSON.stringify(Object.entries(options).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** "M / Blue" in the order of the options. */
export function titleOf(options: Record<string, string>, order: Option[]): string {
  return order
    .map(({ name }) => options[name])
    .filter(Boolean)
    .join(" / ");
}

/** One more value of an option: every combination of the other options gets it. */
export function addValue<V extends HasOptions>(
  matrix: Matrix<V>,
  place: number,
  value: string,
  make: MakeVariant<V>,
): Matrix<V> {
  const option = matrix.options[place];
  if (!option || value === "" || option.values.includes(value)) return matrix;
  const options = replaced(matrix.options, place, { ...option, values: [...option.values, value] });
  if (option.values.length === 0) return withFirstValue({ ...matrix, options }, option.name, value);
  const others = firstOfEach(matrix.variants, (variant) => keyOf(without(variant.options, option.name)));
  const wanted = others.map((like) => ({ like, options: { ...like.options, [option.name]: value } }));
  const added = wanted.map((one) => remembered(matrix.dropped, one.options) ?? make(one.options, one.like));
  const keys = new Set(added.map((variant) => keyOf(variant.options)));
  return sorted({
    options,
    variants: [...matrix.variants, ...added],
    dropped: matrix.dropped.filter((variant) => !keys.has(keyOf(variant.options))),
  });
}

/** An option's value goes, and with it its variants; the last value takes only the option's part out of them. */
export function removeValue<V extends HasOptions>(
  matrix: Matrix<V>,
  place: number,
  value: string,
): Matrix<V> {
  const option = matrix.options[place];
  if (!option) return matrix;
  if (option.values.length === 1) return removeOption(matrix, place);
  const has = (variant: V) => variant.options[option.name] === value;
  return {
    options: replaced(matrix.options, place, {
      ...option,
      values: option.values.filter((one) => one !== value),
    }),
    variants: matrix.variants.filter((variant) => !has(variant)),
    dropped: [...matrix.dropped, ...matrix.variants.filter(has)],
  };
}

/** A new option without values; the first value it gets goes to every variant there is. */
export function addOption<V extends HasOptions>(matrix: Matrix<V>): Matrix<V> {
  if (matrix.options.length >= OPTIONS_MAX) return matrix;
  return { ...matrix, options: [...matrix.options, { name: "", values: [] }] };
}

/** The option goes; of variants that differed only in it the first stays. */
export function removeOption<V extends HasOptions>(matrix: Matrix<V>, place: number): Matrix<V> {
  const name = matrix.options[place]?.name ?? "";
  const bare = matrix.variants.map((variant) => ({ ...variant, options: without(variant.options, name) }));
  const variants = firstOfEach(bare, (variant) => keyOf(variant.options));
  return { options: matrix.options.filter((_, index) => index !== place), variants, dropped: [] };
}

/** Another name for an option or one of its values; variants follow, prices stay. */
export function renameOption<V extends HasOptions>(
  matrix: Matrix<V>,
  place: number,
  name: string,
): Matrix<V> {
  const option = matrix.options[place];
  const isTaken = matrix.options.some(
    (other, index) => index !== place && name !== "" && other.name === name,
  );
  if (!option || isTaken) return matrix;
  const follow = (variant: V): V => {
    const { [option.name]: value, ...rest } = variant.options;
    return value === undefined ? variant : { ...variant, options: { ...rest, [name]: value } };
  };
  return {
    options: replaced(matrix.options, place, { ...option, name }),
    variants: matrix.variants.map(follow),
    dropped: matrix.dropped.map(follow),
  };
}

/** One combination is not on sale. */
export function removeVariant<V extends HasOptions>(matrix: Matrix<V>, variant: V): Matrix<V> {
  if (matrix.variants.length <= 1) return matrix;
  const key = keyOf(variant.options);
  return {
    ...matrix,
    variants: matrix.variants.filter((one) => keyOf(one.options) !== key),
    dropped: [...matrix.dropped, variant],
  };
}

/** Combinations of the options' values that no variant has. */
export function missingCombinations<V extends HasOptions>(matrix: Matrix<V>): Record<string, string>[] {
  const filled = matrix.options.filter((option) => option.values.length > 0);
  const all = filled.reduce<Record<string, string>[]>(
    (before, { name, values }) => before.flatMap((one) => values.map((value) => ({ ...one, [name]: value }))),
    [{}],
  );
  const known = new Set(matrix.variants.map((variant) => keyOf(variant.options)));
  return all.filter((options) => !known.has(keyOf(options)));
}

/** Every combination is on sale again. */
export function addMissing<V extends HasOptions>(matrix: Matrix<V>, make: MakeVariant<V>): Matrix<V> {
  const [like] = matrix.variants;
  if (!like) return matrix;
  const added = missingCombinations(matrix).map(
    (options) =>
      remembered(matrix.dropped, options) ?? make(options, nearest(matrix.variants, options) ?? like),
  );
  return sorted({ ...matrix, variants: [...matrix.variants, ...added], dropped: [] });
}

function withFirstValue<V extends HasOptions>(matrix: Matrix<V>, name: string, value: string): Matrix<V> {
  const variants = matrix.variants.map((variant) => ({
    ...variant,
    options: { ...variant.options, [name]: value },
  }));
  return { ...matrix, variants, dropped: [] };
}

/** In the order in which the options' values stand. */
function sorted<V extends HasOptions>(matrix: Matrix<V>): Matrix<V> {
  const rank = (variant: V) =>
    matrix.options.map(({ name, values }) => values.indexOf(variant.options[name] ?? ""));
  const variants = matrix.variants
    .map((variant) => ({ variant, rank: rank(variant) }))
    .sort((one, other) => compareRanks(one.rank, other.rank))
    .map(({ variant }) => variant);
  return { ...matrix, variants };
}

function compareRanks(one: number[], other: number[]): number {
  const place = one.findIndex((rank, index) => rank !== other[index]);
  return place < 0 ? 0 : (one[place] ?? 0) - (other[place] ?? 0);
}

function nearest<V extends HasOptions>(variants: V[], options: Record<string, string>): V | undefined {
  const shared = (variant: V) =>
    Object.entries(options).filter(([name, value]) => variant.options[name] === value).length;
  return variants.reduce<V | undefined>(
    (best, variant) => (best && shared(best) >= shared(variant) ? best : variant),
    undefined,
  );
}

function remembered<V extends HasOptions>(dropped: V[], options: Record<string, string>): V | undefined {
  const key = keyOf(options);
  return dropped.findLast((variant) => keyOf(variant.options) === key);
}

function without(options: Record<string, string>, name: string): Record<string, string> {
  return Object.fromEntries(Object.entries(options).filter(([one]) => one !== name));
}

function firstOfEach<V>(all: V[], keyOf: (one: V) => string): V[] {
  const seen = new Set<string>();
  return all.filter((one) => {
    const isFirst = !seen.has(keyOf(one));
    seen.add(keyOf(one));
    return isFirst;
  });
}

function replaced<T>(all: T[], place: number, one: T): T[] {
  return all.map((before, index) => (index === place ? one : before));
}
