import { defineConfig } from '@playwright/test';

// Two runs on one machine need two ports: either would test the other's program.
const address = `http://127.0.0.1:${process.env.CHANCERY_PORT ?? '7391'}`;

// Against the real program with a real ledger: `e2e/start.sh` adds the bundled samples and serves them. CHANCERY says which
// program, CHROMIUM which browser (Debian's by default; nothing is downloaded).
export default defineConfig({
  testDir: 'e2e',
  workers: 1,
  // Machines that build at the same time are slow.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: 'line',
  use: {
    baseURL: address,
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    },
  },
  webServer: { command: 'bash e2e/start.sh', url: `${address}/health`, reuseExistingServer: false },
});
