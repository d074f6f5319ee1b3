import { z } from "zod";

// Else it tries to compile its checks, which the Content-Security-Policy refuses and reports.
z.config({ jitless: true });

export { z };
