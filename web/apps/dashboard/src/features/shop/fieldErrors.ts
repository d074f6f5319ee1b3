type Listed = { field: string; message: string };

/** All messages of a form, however deep, by the names its fields carry: `profiles.0.zones.1.price`. */
export function fieldErrors(errors: unknown, path = ""): Listed[] {
  if (typeof errors !== "object" || errors === null) return [];
  const { message } = errors as { message?: unknown };
  if (typeof message === "string" && message) return [{ field: path, message }];
  return Object.entries(errors).flatMap(([name, inner]) =>
    name === "ref" || name === "root"
      ? fieldErrors(name === "root" ? inner : null, path)
      : fieldErrors(inner, path ? `${path}.${name}` : name),
  );
}
