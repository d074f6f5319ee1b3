import { CookieChoice } from "../features/consent/ConsentBar";
import { Footer } from "../features/frame/Footer";

/** The foot of every page, fetched after what is above it. */
export function PageFoot() {
  return <Footer cookieChoice={(className) => <CookieChoice className={className} />} />;
}
