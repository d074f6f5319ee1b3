import { CookieChoice } from "../features/consent/ConsentBar";
import { Footer } from "../features/frame/Footer";
import { Messages } from "../features/frame/Messages";

/** The foot of every page and its messages, fetched after what is above them. */
export function PageFoot() {
  return (
    <>
      <Footer cookieChoice={(className) => <CookieChoice className={className} />} />
      <Messages />
    </>
  );
}
