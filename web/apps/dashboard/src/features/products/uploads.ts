import { useAddImage } from "@feria/api";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useProblemText } from "../../frame/Problem";

const SIZE_MAX_MB = 20;
const BYTES_PER_MB = 1_048_576;

export type Failure = { name: string; why: string };

/** Sends pictures one after the other and keeps what went wrong with which. */
export function useUploads() {
  const { t } = useTranslation();
  const add = useAddImage();
  const problemText = useProblemText();
  const [progress, setProgress] = useState<{ name: string; done: number; total: number } | null>(null);
  const [failures, setFailures] = useState<Failure[]>([]);
  const sendOne = async (productId: string, file: File): Promise<Failure | null> => {
    if (file.size > SIZE_MAX_MB * BYTES_PER_MB) {
      return { name: file.name, why: t("sell.pictures.tooLarge", { count: SIZE_MAX_MB }) };
    }
    try {
      await add.mutateAsync({ productId, file });
      return null;
    } catch (fault) {
      return { name: file.name, why: problemText(fault) };
    }
  };
  const send = async (productId: string, files: File[]): Promise<Failure[]> => {
    const failed: Failure[] = [];
    for (const [done, file] of files.entries()) {
      setProgress({ name: file.name, done, total: files.length });
      const failure = await sendOne(productId, file);
      if (failure) failed.push(failure);
    }
    setProgress(null);
    setFailures(failed);
    return failed;
  };
  return { send, progress, failures, isBusy: progress !== null };
}
