/** How the pages are built: three pages of one client, every file with a digest in its name, and packed beside it. */

import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, gzip } from "node:zlib";
import { defineConfig, type Plugin } from "vite";

const PACKED = /\.(js|css|html|svg)$/;

/** Puts a .br and a .gz beside each file, so that serving costs no work. */
function packed(): Plugin {
  return {
    name: "packed",
    apply: "build",
    async writeBundle({ dir }) {
      if (dir === undefined) return;
      for (const name of await readdir(dir, { recursive: true })) {
        if (!PACKED.test(name)) continue;
        const plain = await readFile(join(dir, name));
        await writeFile(join(dir, `${name}.br`), await promisify(brotliCompress)(plain));
        await writeFile(join(dir, `${name}.gz`), await promisify(gzip)(plain, { level: 9 }));
      }
    },
  };
}

export default defineConfig({
  plugins: [packed()],
  build: {
    outDir: "built",
    emptyOutDir: true,
    target: "es2022",
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: { input: ["index.html", "wall.html", "sign-in.html"] },
  },
});
