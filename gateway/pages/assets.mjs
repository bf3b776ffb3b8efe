// Gathers what pages load (styles, scripts, fonts, pictures) into one folder: names carry a hash of the content, so that they can
// be cached for ever; text is also compressed ahead; manifest.tsv says which name became which (name, file, type).
//
//   node gateway/pages/assets.mjs [OUT]      (default build/assets; needs node_modules from `npm ci`)
//
// The same input gives the same bytes. OUT is replaced as a whole, so that no stale file stays.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync, existsSync } from 'node:fs';
import { basename, dirname, extname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync, constants } from 'node:zlib';

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, '../..');
const uswds = join(root, 'node_modules/@uswds/uswds/dist');
const out = resolve(process.argv[2] ?? join(root, 'build/assets'));

const types = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.jpg': 'image/jpeg',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

if (!existsSync(join(uswds, 'css/uswds.min.css'))) {
  console.error('assets: the U.S. Web Design System is not installed; run `npm ci --ignore-scripts` first');
  process.exit(1);
}

const work = `${out}.new`;
rmSync(work, { recursive: true, force: true });
mkdirSync(work, { recursive: true });

const manifest = new Map();  // logical name -> hashed file

function put(name, bytes) {
  const known = manifest.get(name);
  if (known) return known;
  const extension = extname(name);
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  const file = `${basename(name, extension)}.${hash}${extension}`;
  writeFileSync(join(work, file), bytes);
  if (!['.woff2', '.png', '.jpg'].includes(extension)) {
    writeFileSync(join(work, `${file}.gz`), gzipSync(bytes, { level: constants.Z_BEST_COMPRESSION }));
  }
  manifest.set(name, file);
  return file;
}

// A style sheet's pictures and fonts go in first; it then names them as they lie beside it.
function putStyles(name, path) {
  const css = readFileSync(path, 'utf8').replace(/\/\*# sourceMappingURL=.*?\*\//g, '')
    .replace(/url\(\s*(["']?)([^"')]+)\1\s*\)/g, (whole, _quote, target) => {
      if (/^(data:|#)/.test(target)) return whole;
      const [file] = target.split(/[?#]/);
      const source = join(dirname(path), file);
      const logical = relative(uswds, source);
      return `url(${put(logical.startsWith('..') ? basename(source) : logical, readFileSync(source))})`;
    });
  put(name, Buffer.from(css));
}

function putScript(name, path) {
  put(name, Buffer.from(readFileSync(path, 'utf8').replace(/^\/\/# sourceMappingURL=.*$/gm, '')));
}

putStyles('uswds.min.css', join(uswds, 'css/uswds.min.css'));
putScript('uswds.min.js', join(uswds, 'js/uswds.min.js'));
putScript('uswds-init.min.js', join(uswds, 'js/uswds-init.min.js'));
put('sprite.svg', readFileSync(join(uswds, 'img/sprite.svg')));
putStyles('holdfast.css', join(here, 'assets/holdfast.css'));
putScript('holdfast.js', join(here, 'assets/holdfast.js'));
put('icon.svg', readFileSync(join(here, 'assets/icon.svg')));

const lines = [...manifest].sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([name, file]) => `${name}\t${file}\t${types[extname(file)]}\n`);
writeFileSync(join(work, 'manifest.tsv'), lines.join(''));

rmSync(out, { recursive: true, force: true });
renameSync(work, out);
console.log(`assets: ${manifest.size} files in ${out}`);
