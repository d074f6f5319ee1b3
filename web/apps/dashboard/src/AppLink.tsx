import { parseSearch } from "@feria/api";
import type { AnchorProps } from "@feria/ui";
import { Link } from "@tanstack/react-router";

const OURS = /^\/(sell|operator)(?=[/?#]|$)/;

/** Links of packages/ui by the router; the storefront, other sites and downloads by the browser. */
export function AppLink({ href, children, ...props }: AnchorProps) {
  const isOurs = OURS.test(href) && !props.target && props.download === undefined;
  if (!isOurs) {
    return (
      <a href={href} {...props}>
        {children}
      </a>
    );
  }
  return (
    <Link {...splitAddress(href)} {...props}>
      {children}
    </Link>
  );
}

/** The router takes path, query and hash apart. */
function splitAddress(href: string) {
  const { pathname, search, hash } = new URL(href, location.origin);
  return { to: pathname, search: parseSearch(search), ...(hash ? { hash: hash.slice(1) } : {}) };
}
