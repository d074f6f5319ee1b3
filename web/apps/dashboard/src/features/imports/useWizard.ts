import {
  invalidate,
  useImport,
  usePublishImport,
  useStartImport,
  type Import,
  type ImportFile,
} from "@feria/api";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useReducer, type Dispatch } from "react";
import { useProblemText } from "../../frame/Problem";
import { START, wizardReducer, type WizardEvent } from "./wizard";

/** The wizard with what it does; `importId` is the import the address names. */
export function useWizard(
  sellerId: string,
  importId: string | undefined,
  onOpen: (importId?: string) => void,
) {
  const [kept, dispatch] = useReducer(wizardReducer, START);
  const current = useImport(sellerId, importId ?? "", importId !== undefined);
  const publishing = usePublishImport();
  const problemText = useProblemText();
  const one = importId === undefined ? undefined : current.data;
  const isElsewhere = importId === undefined && kept.step !== "sending" && kept.step !== "choose";
  const state = one ? wizardReducer(kept, { type: "seen", one }) : isElsewhere ? START : kept;
  const send = useSend(sellerId, dispatch, onOpen);
  useFreshLists(sellerId, one);
  const choose = (file: File) => {
    const isAgain = state.step === "checked" && state.file === null;
    if (one) dispatch({ type: "seen", one });
    dispatch({ type: "chosen", file });
    if (!isAgain) send({ file, dryRun: true });
  };
  const askColumns = () => {
    if (state.step !== "checked" || !state.file) return;
    dispatch({ type: "reset" });
    dispatch({ type: "chosen", file: state.file });
    send({ file: state.file, dryRun: true, ask: true });
  };
  const confirm = () => {
    if (state.step !== "checked" || !state.file || !one) return;
    dispatch({ type: "seen", one });
    dispatch({ type: "confirmed" });
    send({ file: state.file, dryRun: false, mapping: one.mapping });
  };
  const publish = () => {
    if (!one || publishing.isPending) return;
    dispatch({ type: "seen", one });
    publishing.mutate(
      { sellerId, importId: one.id },
      { onSuccess: (result) => dispatch({ type: "published", result }) },
    );
  };
  const reset = () => {
    dispatch({ type: "reset" });
    onOpen(undefined);
  };
  return {
    state,
    one,
    choose,
    confirm,
    askColumns,
    publish,
    reset,
    isPublishing: publishing.isPending,
    problem: publishing.error && problemText(publishing.error),
    fault: current.error,
  };
}

/** Sends the file for a look or for good, and opens what came of it. */
function useSend(sellerId: string, dispatch: Dispatch<WizardEvent>, onOpen: (importId: string) => void) {
  const start = useStartImport();
  const problemText = useProblemText();
  return (wanted: Omit<ImportFile, "sellerId">) => {
    if (start.isPending) return;
    start.mutate(
      { sellerId, ...wanted },
      {
        onSuccess: (started) => {
          dispatch({ type: "started", one: started });
          onOpen(started.id);
        },
        onError: (fault) => dispatch({ type: "refused", message: problemText(fault) }),
      },
    );
  };
}

/** Once products have come in, lists that were read before are not right any more. */
function useFreshLists(sellerId: string, one: Import | undefined) {
  const client = useQueryClient();
  const isDone = one?.state === "done";
  useEffect(() => {
    const list = `/api/v1/sellers/${sellerId}`;
    if (isDone)
      void invalidate(
        client,
        `${list}/products`,
        `${list}/inventory`,
        `${list}/imports?`,
        "/api/v1/products",
      );
  }, [client, sellerId, isDone]);
}

export type WizardHandle = ReturnType<typeof useWizard>;
