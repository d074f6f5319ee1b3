import type { BulkChange } from "@feria/api";

/** The form of one change to many products; empty texts leave things as they are. */
export const NO_CHANGE = {
  categoryId: "",
  addTags: "",
  removeTags: "",
  /** Whole percents: "-15" is 15 % less. */
  percent: "",
  showFormer: true,
  endReduction: false,
};
export type BulkValues = typeof NO_CHANGE;

const BASIS_POINTS = 100;
const words = (text: string) =>
  text
    .split(",")
    .map((word) => word.trim())
    .filter(Boolean);

/** Only what is to be changed. */
export function changeOf(values: BulkValues): BulkChange {
  const percent = Math.round(Number(values.percent) * BASIS_POINTS);
  const [added, removed] = [words(values.addTags), words(values.removeTags)];
  return {
    ...(values.categoryId ? { category_id: values.categoryId } : {}),
    ...(added.length > 0 ? { add_tags: added } : {}),
    ...(removed.length > 0 ? { remove_tags: removed } : {}),
    ...(percent ? { price: { basis_points: percent, show_former: percent < 0 && values.showFormer } } : {}),
    ...(values.endReduction ? { end_reduction: true } : {}),
  };
}
