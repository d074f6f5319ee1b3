import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [react()],
  test: {
    environment: "happy-dom",
    include: ["packages/*/{src,test}/**/*.test.{ts,tsx}", "apps/*/src/**/*.test.{ts,tsx}"],
    setupFiles: ["scripts/test-setup.ts"],
    restoreMocks: true,
    env: { TZ: "Europe/Madrid" },
  },
});
