import { defineConfig } from "@playwright/test";

const place = process.env.FERIA_URL;
const desk = { viewport: { width: 1280, height: 900 } };
const alone = /@alone/;

export default defineConfig({
  testDir: ".",
  outputDir: "results",
  // One more than two cores: a journey also waits, and two of them left a fifth of both cores idle.
  workers: 3,
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  // Two cores carry the marketplace, its database and all browsers, and stand still for seconds on some machines.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: "list",
  use: {
    ...(place ? { baseURL: place } : {}),
    locale: "en-GB",
    timezoneId: "Europe/Lisbon",
    actionTimeout: 20_000,
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        // No journey leaves this machine.
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
      ],
    },
  },
  projects: [
    { name: "desk", use: desk, grepInvert: alone },
    { name: "phone", use: { viewport: { width: 390, height: 844 }, hasTouch: true }, grepInvert: alone },
    { name: "alone", use: desk, grep: alone, workers: 1, dependencies: ["desk", "phone"] },
  ],
});
