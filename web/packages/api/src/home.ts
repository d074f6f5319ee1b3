import { useQuery } from "@tanstack/react-query";
import { read } from "./read";

export const homeQuery = () => read("/api/v1/home", {});

/** The front page's sections with all that they show, in one answer. */
export function useHome() {
  return useQuery(homeQuery());
}
