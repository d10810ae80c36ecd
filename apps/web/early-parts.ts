import type { PluginOption, Rolldown } from 'vite';

/** What the entry loads by itself as soon as it runs. */
const parts = /\/src\/app\/start\.tsx$/;

/** Names in the page what the entry imports later, so that it is on its way from the start. */
export function earlyParts(): PluginOption {
  return {
    name: 'xom:early-parts',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle = {} }) {
        const files = new Set<string>();
        for (const part of Object.values(bundle))
          if (part.type === 'chunk' && part.moduleIds.some((id) => parts.test(id)))
            add(part, bundle, files);
        return [...files]
          .filter((file) => !html.includes(file))
          .map((file) => ({
            tag: 'link',
            attrs: { rel: 'modulepreload', crossorigin: true, href: `/${file}` },
            injectTo: 'head',
          }));
      },
    },
  };
}

function add(chunk: Rolldown.OutputChunk, bundle: Rolldown.OutputBundle, files: Set<string>): void {
  if (files.has(chunk.fileName)) return;
  files.add(chunk.fileName);
  for (const name of chunk.imports) {
    const imported = bundle[name];
    if (imported?.type === 'chunk') add(imported, bundle, files);
  }
}
