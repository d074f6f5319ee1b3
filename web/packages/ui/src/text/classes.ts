/** Class names put together; what is not a name is left out. */
export function classes(...names: unknown[]): string {
  return names.filter((name) => typeof name === "string" && name !== "").join(" ");
}
