// Writes .br and .gz beside each text file of the build, so that the server never compresses at run time.
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const TEXT = /\.(js|css|html|svg|json|txt|webmanifest)$/;

/** @param {string} file */
async function compressBeside(file) {
  const bytes = await readFile(file);
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  await writeFile(`${file}.br`, await promisify(brotliCompress)(bytes, { params }));
  await writeFile(`${file}.gz`, await promisify(gzip)(bytes, { level: constants.Z_BEST_COMPRESSION }));
}

/** @returns {import('vite').Plugin} */
export function precompress() {
  let out = 'dist';
  return {
    name: 'precompress',
    apply: 'build',
    configResolved(config) {
      out = config.build.outDir;
    },
    async closeBundle() {
      const names = await readdir(out, { recursive: true });
      await Promise.all(names.filter((name) => TEXT.test(name)).map((name) => compressBeside(join(out, name))));
    },
  };
}
