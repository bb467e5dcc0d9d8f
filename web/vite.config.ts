import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

// The built page lies in the server's crate, so that building the program needs no Node. Names carry no hash: the server gives
// an ETag, and a change of one view is a change of one file.
export default defineConfig({
  plugins: [svelte()],
  build: {
    outDir: '../crates/server/page',
    emptyOutDir: true,
    modulePreload: false,
    assetsInlineLimit: 0,
    // chart.js is ECharts, and loaded where a view draws only.
    chunkSizeWarningLimit: 600,
    rollupOptions: {
      output: { entryFileNames: 'page.js', chunkFileNames: '[name].js', assetFileNames: 'page[extname]' },
    },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:7373' } },
});
