import { useSyncExternalStore } from "react";
import { session } from "./session";

/** Whether somebody is signed in; follows when that changes. */
export function useIsSignedIn(): boolean {
  return useSyncExternalStore(session.subscribe, session.isSignedIn, () => false);
}
