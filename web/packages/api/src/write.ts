import { useMutation, useQueryClient } from "@tanstack/react-query";
import { invalidate } from "./read";

/**
 * A mutation that, once it succeeded, has every read whose address begins with one of `touched` read again. Those of one
 * `queue` wait for each other.
 */
export function useWrite<Input, Result>(
  send: (input: Input) => Promise<Result>,
  touched: (input: Input, result: Result) => string[],
  queue?: string,
) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: send,
    ...(queue ? { scope: { id: queue } } : {}),
    onSuccess: (result, input) => invalidate(client, ...touched(input, result)),
  });
}
