// Builds the style sheets and the script into static/built. Run by `npm run build` from the root of the project.
import { build } from "esbuild";
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { compile, Logger } from "sass";

const here = "dps/platform/design";
const out = `${here}/static/built`;
await mkdir(out, { recursive: true });

for (const name of ["dps", "ie8"]) {
  const made = compile(`${here}/scss/${name}.scss`, {
    loadPaths: ["."],
    style: "compressed",
    quietDeps: true,
    logger: Logger.silent,
  });
  await writeFile(`${out}/${name}.css`, made.css);
}
await build({
  entryPoints: [`${here}/scripts/dps.js`],
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2018",
  outfile: `${out}/dps.js`,
});
await copyFile("node_modules/html5shiv/dist/html5shiv.min.js", `${out}/html5shiv.min.js`);
console.log("Built dps.css, ie8.css, dps.js");
