import { ApiProblem, PICTURE_TYPES, useSendImage } from "@feria/api";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useProblemText } from "../../frame/Problem";

const SIZE_MAX_MB = 20;
const BYTES_PER_MB = 1_000_000;
const TYPES: readonly string[] = PICTURE_TYPES;

/** What could not be sent and why; with its file where another attempt may help. */
export type Failure = { name: string; why: string; file: File | null };
export type UploadProgress = { name: string; done: number; total: number; sentBytes: number; bytes: number };

/** Sends pictures one after the other and keeps what went wrong with which. */
export function useUploads() {
  const { t } = useTranslation();
  const { mutateAsync: sendImage } = useSendImage();
  const problemText = useProblemText();
  const [progress, setProgress] = useState<UploadProgress | null>(null);
  const [failures, setFailures] = useState<Failure[]>([]);
  const refusal = (file: File): string | null => {
    if (!TYPES.includes(file.type)) return t("sell.pictures.otherType");
    if (file.size === 0) return t("sell.pictures.empty");
    if (file.size > SIZE_MAX_MB * BYTES_PER_MB) return t("sell.pictures.tooLarge", { count: SIZE_MAX_MB });
    return null;
  };
  const sendOne = async (productId: string, file: File, place: { done: number; total: number }) => {
    const refused = refusal(file);
    if (refused) return { name: file.name, why: refused, file: null };
    const shown = (sentBytes: number) =>
      setProgress({ ...place, name: file.name, sentBytes, bytes: file.size });
    shown(0);
    try {
      await sendImage({ productId, file, onSent: shown });
      return null;
    } catch (fault) {
      // A file that was looked at and refused stays what it is.
      const isRefused = fault instanceof ApiProblem && fault.status === 422;
      return { name: file.name, why: problemText(fault), file: isRefused ? null : file };
    }
  };
  const send = async (productId: string, files: File[]): Promise<Failure[]> => {
    const failed: Failure[] = [];
    setFailures([]);
    for (const [done, file] of files.entries()) {
      const failure = await sendOne(productId, file, { done, total: files.length });
      if (failure) failed.push(failure);
    }
    setProgress(null);
    setFailures(failed);
    return failed;
  };
  return { send, progress, failures, isBusy: progress !== null };
}
