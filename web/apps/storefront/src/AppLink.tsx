import { parseSearch } from "@feria/api";
import type { AnchorProps } from "@feria/ui";
import { Link } from "@tanstack/react-router";

/** Another site, a place of this page, or an address of the dashboard or of Python. */
const ANOTHER_PLACE = /^([a-z]+:|\/\/|#|\/(api|dev|sell|operator)(\/|$|\?))/i;

/** The router calls a link current that leads to a page above as well; ours say themselves where that is meant. */
const THIS_VERY_PAGE = { exact: true, includeSearch: true };

/** Links of packages/ui by the router; other sites, downloads and places of this page by the browser. */
export function AppLink({ href, children, ...props }: AnchorProps) {
  const isOurs = !ANOTHER_PLACE.test(href) && !props.target && props.download === undefined;
  if (!isOurs) {
    return (
      <a href={href} {...props}>
        {children}
      </a>
    );
  }
  return (
    <Link {...splitAddress(href)} activeOptions={THIS_VERY_PAGE} {...props}>
      {children}
    </Link>
  );
}

/** The router takes path, query and hash apart. */
function splitAddress(href: string) {
  const { pathname, search, hash } = new URL(href, location.origin);
  return { to: pathname, search: parseSearch(search), ...(hash ? { hash: hash.slice(1) } : {}) };
}
