import type { paths } from "./schema.gen";
import type { Query } from "./url";

export type Method = "get" | "post" | "put" | "delete";

/** The paths that know this method. */
export type PathOf<M extends Method> = {
  [P in keyof paths]: paths[P] extends Record<M, { responses: unknown }> ? P : never;
}[keyof paths] &
  string;

type Operation<M extends Method, P extends PathOf<M>> = paths[P][M];

type PathParams<O> = O extends { parameters: { path: infer Params } } ? { path: Params } : { path?: never };

export type QueryOf<M extends Method, P extends PathOf<M>> =
  Operation<M, P> extends { parameters: { query?: infer Params } } ? NonNullable<Params> : never;

type QueryParams<M extends Method, P extends PathOf<M>> = [QueryOf<M, P>] extends [never]
  ? { query?: never }
  : { query?: QueryOf<M, P> & { [attribute: `attr.${string}`]: string | string[] | undefined } };

/** What names the thing: parameters of the path and of the query. */
export type Target<M extends Method, P extends PathOf<M>> = PathParams<Operation<M, P>> & QueryParams<M, P>;

type Content<O> = O extends { requestBody?: infer R }
  ? NonNullable<R> extends { content: infer C }
    ? C
    : never
  : never;

/** The request's body: JSON, or a form where the route takes a file. */
export type Body<M extends Method, P extends PathOf<M>> =
  Content<Operation<M, P>> extends { "application/json": infer B }
    ? B
    : Content<Operation<M, P>> extends { "multipart/form-data": unknown }
      ? FormData
      : never;

type Success<R> =
  R extends Record<200, infer A>
    ? A
    : R extends Record<201, infer A>
      ? A
      : R extends Record<202, infer A>
        ? A
        : never;

/** The body of the success answer; undefined where there is none. */
export type Answer<M extends Method, P extends PathOf<M>> =
  Operation<M, P> extends { responses: infer R }
    ? Success<R> extends { content: { "application/json": infer A } }
      ? A
      : undefined
    : never;

export type { Query };
