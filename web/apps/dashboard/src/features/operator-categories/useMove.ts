import { ApiProblem, useReplaceCategory, type Category } from "@feria/api";
import { useState } from "react";
import { changesFor } from "./tree";

/** Writes a move, change after change; the first one that is refused ends it. */
export function useMove(tree: Category[]) {
  const replace = useReplaceCategory();
  const [isMoving, setIsMoving] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const move = async (id: string, parentId: string | null, place: number): Promise<boolean> => {
    setIsMoving(true);
    setFault(null);
    try {
      for (const change of changesFor(tree, id, parentId, place)) await replace.mutateAsync(change);
      return true;
    } catch (problem) {
      if (!(problem instanceof ApiProblem)) throw problem;
      setFault(problem);
      return false;
    } finally {
      setIsMoving(false);
    }
  };
  return { move, isMoving, fault };
}
